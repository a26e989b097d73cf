#!/usr/bin/env bash
# What a model is told of a tool that failed: the official MCP library for Python says nothing of the error, the one for JavaScript its whole text.
#
# Versions: mcp 2.3.0, fastmcp 4.2.3, openai-agents 0.24.0, pydantic-ai-slim 2.68.0, langchain 1.5.2, smolagents 1.26.0 (PyPI);
#   @modelcontextprotocol/server and client 2.4.0, ai 7.0.173, @openai/agents 0.20.0 (npm). The models are stand-ins, nothing is sent.
# Expected: libraries for the same protocol, or by the same maker in two languages, do the same when a function of the program raises an
#   error: the run ends, or the model learns that it failed. The text, which HTTP clients fill with the address, is for the log.
# Seen (2026-12-01): of nine libraries fastmcp, smolagents, the MCP library for JavaScript and the AI SDK hand the text on, and with it the
#   `key` of the address. The MCP library for Python, whose decorator fastmcp has by the same name, and OpenAI's in both languages say a sentence
#   of their own. Pydantic AI and LangChain end the run.
# Why it matters: from there on the key is a part of the conversation: it is sent to the model's maker with each further step, kept in its
#   logs and in the traces of the program, and may stand in an answer. A change of the library, or of the language, decides it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false HOME=$work

python3 -m venv env
env/bin/pip install -qq mcp==2.3.0 fastmcp==4.2.3 openai-agents==0.24.0 pydantic-ai-slim==2.68.0 langchain==1.5.2 smolagents==1.26.0
echo '{"private": true, "type": "module"}' > package.json
npm install --legacy-peer-deps --loglevel=error @modelcontextprotocol/server@2.4.0 @modelcontextprotocol/client@2.4.0 ai@7.0.173 \
    @openai/agents@0.20.0 zod@4.6.7 > npm.log

cat > tools.py <<'END'
"""Has a tool of each library fail and says what the model is told."""

import asyncio


class Refused(Exception):
    """What an HTTP client raises."""


def orders() -> str:
    """Lists the orders."""
    raise Refused("404 Not Found for url: https://gateway.example/orders?key=key-of-gateway")


async def of_mcp():
    from mcp import Client
    from mcp.server.mcpserver import MCPServer

    server = MCPServer("shop")
    server.tool()(orders)
    async with Client(server) as client:
        return str(await client.call_tool("orders", {}))


async def of_fastmcp():
    from fastmcp import Client, FastMCP

    server = FastMCP("shop")
    server.tool()(orders)
    async with Client(server) as client:
        return str(await client.call_tool("orders", {}, raise_on_error=False))


async def of_openai_agents():
    from agents import function_tool
    from agents.tool_context import ToolContext

    context = ToolContext(context=None, tool_name="orders", tool_call_id="1", tool_arguments="{}")
    return str(await function_tool(orders).on_invoke_tool(context, "{}"))


async def of_pydantic_ai():
    from pydantic_ai import Agent
    from pydantic_ai.models.test import TestModel

    run = await Agent(TestModel(), tools=[orders]).run("orders?")
    return str(run.all_messages())


async def of_langchain():
    from langchain.agents import create_agent
    from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.tools import tool

    class Model(GenericFakeChatModel):
        def bind_tools(self, *tools, **options):
            return self

    answers = [AIMessage("", tool_calls=[{"name": "orders", "args": {}, "id": "1"}]), AIMessage("done")]
    agent = create_agent(Model(messages=iter(answers)), [tool(orders)])
    return str(await agent.ainvoke({"messages": [("user", "orders?")]}))


async def of_smolagents():
    from smolagents import Model, ToolCallingAgent, tool
    from smolagents.models import ChatMessage, ChatMessageToolCall, ChatMessageToolCallFunction, MessageRole

    told = []

    class Stand(Model):
        def generate(self, messages, **options):
            told.append(str(messages))
            name, arguments = ("orders", {}) if len(told) == 1 else ("final_answer", {"answer": "done"})
            function = ChatMessageToolCallFunction(name=name, arguments=arguments)
            call = ChatMessageToolCall(id=str(len(told)), type="function", function=function)
            return ChatMessage(role=MessageRole.ASSISTANT, content="", tool_calls=[call])

    ToolCallingAgent(tools=[tool(orders)], model=Stand(), verbosity_level=-1).run("orders?", max_steps=2)
    return told[1]


for library in (of_mcp, of_fastmcp, of_openai_agents, of_pydantic_ai, of_langchain, of_smolagents):
    try:
        told = asyncio.run(library())
        result = "tells the text" if "key-of-gateway" in told else "tells that it failed"
        assert "rror" in told
    except Refused:
        result = "ends the run"
    print(f"{library.__name__.removeprefix('of_')}: {result}")
END
cat > tools.mjs <<'END'
import {Client} from '@modelcontextprotocol/client';
import {InMemoryTransport, McpServer} from '@modelcontextprotocol/server';
import {RunContext, tool as openaiTool} from '@openai/agents';
import {generateText, stepCountIs, tool} from 'ai';
import {MockLanguageModelV4} from 'ai/test';
import {z} from 'zod';

const description = 'Lists the orders.';
const orders = () => {
    throw new Error('404 Not Found for url: https://gateway.example/orders?key=key-of-gateway');
};

const libraries = {
    async '@modelcontextprotocol/server'() {
        const server = new McpServer({name: 'shop', version: '1'});
        server.registerTool('orders', {description}, orders);
        const client = new Client({name: 'client', version: '1'});
        const [left, right] = InMemoryTransport.createLinkedPair();
        await server.connect(left);
        await client.connect(right);
        return JSON.stringify(await client.callTool({name: 'orders', arguments: {}}));
    },
    async ai() {
        const answer = (content, unified) =>
            ({content: [content], finishReason: {unified}, usage: {inputTokens: {total: 1}, outputTokens: {total: 1}}, warnings: []});
        const answers = [
            answer({type: 'tool-call', toolCallId: '1', toolName: 'orders', input: '{}'}, 'tool-calls'),
            answer({type: 'text', text: 'done'}, 'stop'),
        ];
        const model = new MockLanguageModelV4({doGenerate: async () => answers.shift()});
        const tools = {orders: tool({description, inputSchema: z.object({}), execute: orders})};
        await generateText({model, prompt: 'orders?', tools, stopWhen: stepCountIs(2)});
        return JSON.stringify(model.doGenerateCalls[1].prompt);
    },
    async '@openai/agents'() {
        const made = openaiTool({name: 'orders', description, parameters: z.object({}), execute: orders});
        return String(await made.invoke(new RunContext(), '{}'));
    },
};
for (const [name, call] of Object.entries(libraries)) {
    const told = await call();
    if (!/error/i.test(told)) throw new Error(told);
    console.log(`${name}: ${told.includes('key-of-gateway') ? 'tells the text' : 'tells that it failed'}`);
}
process.exit();
END
cat > expected <<'END'
mcp: tells that it failed
fastmcp: tells the text
openai_agents: tells that it failed
pydantic_ai: ends the run
langchain: ends the run
smolagents: tells the text
@modelcontextprotocol/server: tells the text
ai: tells the text
@openai/agents: tells that it failed
END
{ env/bin/python tools.py && node tools.mjs; } 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: models are told something else of tools that fail now." >&2; exit 1; }
