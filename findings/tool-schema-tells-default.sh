#!/usr/bin/env bash
# Four of five libraries for agents tell the model the key that a tool takes from the environment.
#
# Versions: mcp 2.3.0, openai-agents 0.24.0, pydantic-ai-slim 2.68.0, langchain-core 1.8.3, agno 3.1.10 (PyPI).
# Expected: a function that an agent may call has an argument with a default, so that tests can give another:
#   `key: str = os.environ["SERVICE_KEY"]`. The model learns which arguments it has to give; a default is for those who leave it out.
# Seen (2026-11-30): the description of the tool, which goes to the model with each request, has the argument and its default, the value. MCP's
#   own SDK tells it to whatever client asks for the tools, and three others to the model; openai-agents calls it required as well, so that
#   the model has to write the key into each of its calls. agno names the argument without its default.
# Why it matters: the key is at the model's vendor, in traces of requests and in the history of chats. No file has it: the line
#   is what is called good style, and a scanner sees the name of a variable, read on the server.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq mcp==2.3.0 openai-agents==0.24.0 pydantic-ai-slim==2.68.0 langchain-core==1.8.3 agno==3.1.10

cat > describe.py <<'END'
import asyncio
import json
import os
from collections.abc import Callable
from typing import Any

import agents
import pydantic_ai
from agno.tools.function import Function
from langchain_core.utils.function_calling import convert_to_openai_tool
from mcp.server import MCPServer

KEY = os.environ["SERVICE_KEY"]


def by_default(text: str, key: str = KEY) -> str:
    """Look for a text."""
    return f"{text} {key}"


def within(text: str, key: str = "") -> str:
    """Look for a text."""
    return f"{text} {key or KEY}"


def of_mcp(function: Callable[..., str]) -> dict[str, Any]:
    server = MCPServer("shop")
    server.tool()(function)
    (tool,) = asyncio.run(server.list_tools())
    return tool.input_schema


LIBRARIES: dict[str, Callable[[Callable[..., str]], dict[str, Any]]] = {
    "mcp": of_mcp,
    "openai-agents": lambda function: agents.function_tool(function).params_json_schema,
    "pydantic-ai": lambda function: pydantic_ai.Tool(function).tool_def.parameters_json_schema,
    "langchain": lambda function: convert_to_openai_tool(function)["function"]["parameters"],
    "agno": lambda function: Function.from_callable(function).to_dict()["parameters"],
}
for name, describe in LIBRARIES.items():
    schema = describe(by_default)
    told = "told" if KEY in json.dumps(schema) else "not told"
    required = "required" if "key" in schema["required"] else "not required"
    quiet = "told" if KEY in json.dumps(describe(within)) else "not told"
    print(f"{name}: default {told} and {required}, what the function reads {quiet}")
END
cat > expected <<'END'
mcp: default told and not required, what the function reads not told
openai-agents: default told and required, what the function reads not told
pydantic-ai: default told and not required, what the function reads not told
langchain: default told and not required, what the function reads not told
agno: default not told and not required, what the function reads not told
END
SERVICE_KEY=$(python3 -c 'import random, string; print("".join(random.Random(89).choices(string.ascii_letters, k=32)))')
SERVICE_KEY=$SERVICE_KEY env/bin/python describe.py | tee seen
diff expected seen >&2 || { echo "Changed: other defaults are told to the model now." >&2; exit 1; }
