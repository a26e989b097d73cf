"""The words by which code says what it does: headers, secrets, answers, work."""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

HEADER_PROPERTY = lazy_pattern(r"authorization", re.IGNORECASE)
BEARER_CALLS = frozenset({"bearerToken"})
SECRET = lazy_pattern(r"secret|token|passw|bearer|api_?key|auth_?key|webhook_?key|hook_?key", re.I)
"""In the name of a variable that a header is compared with."""
NO_SECRET = lazy_pattern(r"access_?token|csrf|verify_authenticity", re.I)

ENV_ROOTS = lazy_pattern(
    r"(?:process\.env|import\.meta\.env|Bun\.env|(?:[cx]|ctx|context|this|event\.platform)\.env"
    r"|env|ENV|\$?_ENV|\$?_SERVER|os\.environ)(?:[.\[]|$)"
)
ENV_CALLS = frozenset({
    "getenv", "Getenv", "env", "GetEnvironmentVariable", "getProperty", "GetString", "GetValue",
})  # fmt: skip
CONFIG_RECEIVERS = lazy_pattern(
    r"(?:^|[._$])(?:\w*config\w*|\w*configuration|\w*env|cfg|conf|environ|environment|dotenv|viper|ENV|"
    r"secrets?|credentials|options?|Deno|app_config)$",
    re.IGNORECASE,
)
STRICT_CALLS = frozenset({
    "getOrThrow", "fetch", "requireEnv", "mustGetenv", "MustGetenv", "mustEnv",
    "getRequiredProperty", "GetRequiredSection", "get_or_raise", "required", "fetch!",
})  # fmt: skip

TIMING_SAFE = frozenset({
    "timingSafeEqual", "timing_safe_equal", "compare_digest", "constant_time_compare",
    "hash_equals", "secure_compare", "fixed_length_secure_compare", "ConstantTimeCompare",
    "FixedTimeEquals", "isEqual", "constantTimeAreEqual", "safe_str_cmp", "tsscmp",
    "timingSafeCompare", "secureCompare", "constantTimeEquals", "constantTimeEqual", "Equal",
    "timeSafeCompare", "secure_str_compare", "safeCompare", "safeEqual", "timingSafeStringEqual",
})  # fmt: skip
"""Comparisons whose time tells nothing. ``Equal`` is that of Go's package hmac."""
EQUAL = frozenset({
    "equals", "Equals", "equalsIgnoreCase", "eql?", "equal?", "strcmp", "strcasecmp", "EqualFold",
    "contentEquals", "localeCompare", "isEqualTo", "Compare", "is_equal", "__eq__",
})  # fmt: skip
SUBSTRING = frozenset({
    "includes", "contains", "Contains", "include?", "str_contains", "strpos", "stripos", "indexOf",
    "IndexOf", "startsWith", "StartsWith", "startswith", "start_with?", "starts_with",
    "str_starts_with", "endsWith", "EndsWith", "endswith", "end_with?", "str_ends_with", "strstr",
    "HasPrefix", "HasSuffix", "Index", "find", "search", "match", "match?", "test", "__contains__",
    "index", "lastIndexOf", "containsKey", "in_array", "has",
})  # fmt: skip
MISSING_TESTS = frozenset({
    "isEmpty", "isBlank", "isNullOrEmpty", "isNullOrBlank", "IsNullOrEmpty", "IsNullOrWhiteSpace",
    "nil?", "blank?", "empty?", "empty", "is_null", "isNull", "blank",
})  # fmt: skip
PRESENT_TESTS = frozenset({
    "present?", "hasText", "isNotBlank", "isNotEmpty", "hasLength", "isset", "filled", "Boolean",
    "bool", "isPresent", "Any",
})  # fmt: skip
DERIVED_TEXT = frozenset({
    "slice", "substring", "substr", "Substring", "mb_substr", "drop",
})  # fmt: skip
SPLITS = frozenset({"split", "Split", "explode", "partition", "SplitN", "Fields", "rsplit"})
PART_TAKEN = frozenset({
    "pop", "last", "shift", "first", "at", "second", "getOrNull", "fetch",
})  # fmt: skip
"""What takes one of the parts that a text was split into."""
JOINS = frozenset({
    "format", "sprintf", "Sprintf", "Format", "concat", "Concat", "formatted", "join",
})  # fmt: skip
CUTS = frozenset({"CutPrefix", "Cut"})
"""Go's: what is left of a text, and whether anything was cut."""
LENGTHS = frozenset({
    "len", "strlen", "byteLength", "length", "count", "size", "Count", "Length",
})  # fmt: skip
NO_TEXT = frozenset({"find", "findOne", "get", "has", "verify", "test"})
"""Methods of a text, or of what looks like one, that make no other form of it."""
OWN_TEXT = frozenset({"to_s", "ToString", "toString"})
"""Methods that make a text of what is no text yet."""
EMPTY_OF_NULL = frozenset({"to_s", "ToString", "String", "strval", "str"})
"""What makes an empty text of what is missing."""
TEXT_FUNCTIONS = frozenset({
    "from", "String", "str", "strval", "byte", "[]byte", "bytes", "encode", "getBytes",
    "GetBytes", "trim", "TrimPrefix", "TrimSuffix", "TrimSpace", "removeprefix", "strip",
    "replace", "preg_replace", "str_replace", "substr", "mb_substr", "hash", "digest",
    "sha256", "Sum256", "update", "hexdigest", "HashData", "createHash", "createHmac", "lower",
    "toLowerCase", "b64encode", "ToString", "new", "TextEncoder", "unquote", "requireNonNull",
    "force_bytes", "smart_str", "ltrim", "rtrim", "decode", "ToArray", "delete_prefix", "to_s",
    "first", "FirstOrDefault", "Replace", "Trim", "string", "StringValues", "json_decode",
    "loads", "parse", "JSON", "ofNullable", "orElse", "SecretStr", "get_secret_value", "value",
    "concat", "alloc", "padEnd", "to_str",
})  # fmt: skip
"""Functions that make another form of the text that they are given."""

VERIFIES = lazy_pattern(
    r"verif|valid|authen|authori[sz]|auth(?![a-z]*or\b)|check|guard|ensure|assert|protect|secure|"
    r"compar|match|equal|signature|isallowed|is_?trusted|permit|require",
    re.IGNORECASE,
)
"""In the name of a function that may be the check."""

STATUS_SETTERS = frozenset({
    "status", "code", "sendStatus", "writeHead", "WriteHeader", "Status", "SendStatus",
    "AbortWithStatus", "AbortWithStatusJSON", "AbortWithError", "setStatus", "setStatusCode",
    "StatusCode", "http_response_code", "sendError", "statusCode", "status_code", "NoContent",
    "set_status", "json_response",
})  # fmt: skip
STATUS_KEYS = frozenset({"status", "statusCode", "status_code", "code", "StatusCode", "http_code"})
STATUS_NAMES: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (lazy_pattern(pattern, re.IGNORECASE), status)
    for pattern, status in (
        (r"unauthori[sz]ed|authentication_?failed|notauthenticated", 401),
        (r"forbidden|permission_?denied|access_?denied", 403),
        (r"not_?found", 404),
        (r"bad_?request", 400),
        (r"method_?not_?allowed|notallowed", 405),
        (r"internal_?server_?error|internal_?error|server_?error|problem$", 500),
        (r"(?:service_?)?unavailable", 503),
        (r"no_?content", 204),
        (r"accepted", 202),
        (r"created", 201),
        (r"(?:^|_|\.|status)ok$", 200),
    )
)

SENDS_ROOT = lazy_pattern(r"(?:res|resp|response|reply|httpServletResponse|servletResponse)$")
"""What an answer is sent with at once, called by one of the next words."""
SENDS = frozenset({
    "send", "json", "end", "sendStatus", "status", "code", "text", "html", "render", "jsonp",
    "redirect", "writeHead", "sendError", "setStatus", "write", "prepare", "type",
})  # fmt: skip
GO_SENDS = frozenset({
    "JSON", "String", "Status", "SendString", "SendStatus", "NoContent", "AbortWithStatus",
    "AbortWithStatusJSON", "AbortWithError", "Data", "WriteHeader", "Write", "WriteString",
    "HTML", "Send", "Abort", "Blob", "XML", "IndentedJSON", "WriteJSON",
})  # fmt: skip
FINISHES = frozenset({"fastcgi_finish_request", "litespeed_finish_request"})
SENDS_BY_ITSELF = frozenset({"head", "render"})
BUILDERS = lazy_pattern(
    r"(?:Next|Json|JSON|PlainText|HTML|Stream\w*|Redirect|Http|HTTP)?Response\w*|HttpResponse\w*"
    r"|ResponseEntity|Results|TypedResults|jsonify|make_response|response|Ok|Unauthorized|StatusCode"
    r"|BadRequest|Forbid|NoContent|Accepted|Content|Json|NotFound|Problem|json_response|respond"
    r"|HTTP(?:Ok|Unauthorized|Forbidden|BadRequest|NoContent|Accepted)|json|text"
)
"""What makes an answer that is sent once it is returned."""
STOPS = frozenset({"abort", "halt", "redirect", "notFound"})
"""Calls that answer and go no further."""
EXITS = frozenset({"exit", "die", "Fatal", "Fatalf", "Fatalln", "panic", "Exit", "abort!", "exit!"})

LOGS = lazy_pattern(
    r"^(?:console|logger|log|logging|_?logger|slog|puts|print|println|printf|_log|LOG|p|"
    r"error_log|Log|Rails|Sentry|debug|winston|pino|warn|echo|Console)$"
)
DEFERS = frozenset({
    "waitUntil", "setImmediate", "setTimeout", "nextTick", "queueMicrotask", "add_task", "delay",
    "apply_async", "delay_on_commit", "create_task", "ensure_future", "perform_later",
    "perform_async", "perform_in", "dispatch", "dispatchAsync", "dispatchAfterResponse", "enqueue",
    "enqueueJob", "enqueue_in", "enqueue_job", "emit", "publish", "publishEvent", "produce",
    "lpush", "rpush", "xadd", "lPush", "rPush", "xAdd", "sendToQueue", "send_task", "submit",
    "runAsync", "supplyAsync", "convertAndSend", "put_nowait", "QueueBackgroundWorkItem",
    "QueueBackgroundWorkItemAsync", "Enqueue", "EnqueueAsync", "StartNew", "TryWrite", "launch",
    "after", "defer", "addJob", "addBulk", "run_in_background", "run_in_executor", "call_soon",
    "unstable_after", "addTask", "schedule", "later", "publishMessage", "publish_message", "offer",
    "send_message_to_queue", "push_to_queue", "afterResponse", "register_shutdown_function",
    "sendBatch", "terminating", "spawn", "background", "pushJob", "on_commit", "send_event",
})  # fmt: skip
DEFERRING = lazy_pattern(
    r"queue|\bbus\b|bus$|event|emitter|sqs|pubsub|topic|kafka|producer|celery|executor|pool\b|"
    r"background|\bjobs?\b|job$|channel|broker|worker|inngest|scheduler|stream|rabbit|amqp|nats|"
    r"/Writer$|outbox|inbox|thread|task|async|redis|tasks|process_?later|trigger|qstash|\bbull|sidekiq",
    re.IGNORECASE,
)
"""In a receiver whose methods put work off, if they are called one of the next words."""
QUEUES = lazy_pattern(
    r"queue|bull|sqs|pubsub|kafka|producer|celery|executor|rabbit|amqp|nats|inngest|qstash|emitter",
    re.IGNORECASE,
)
"""In the name of what makes a receiver of such methods, or of its type."""
DEFER_METHODS = frozenset({
    "add", "push", "send", "sendMessage", "send_message", "put", "run", "start", "execute",
    "create", "publish", "write", "insert", "Run", "Publish", "Send", "SendMessageAsync", "Add",
    "WriteAsync", "Write", "trigger", "batchTrigger", "append", "save", "store", "SendMessage",
    "sendEvent", "invoke", "publishJSON", "enqueueTask", "createTask", "do", "Push", "LPush",
    "PublishAsync", "SendAsync", "RPush", "XAdd", "publishMessage", "addJob", "push_bulk", "record",
})  # fmt: skip
HARMLESS_AWAITS = frozenset({
    "json", "text", "formData", "arrayBuffer", "blob", "headers", "cookies", "next", "params",
    "digest", "importKey", "verify", "sign", "parseBody", "body", "stream", "form", "read", "post",
    "ReadToEndAsync", "ReadFromJsonAsync", "DeserializeAsync", "ReadFormAsync", "WriteAsync",
    "get_json", "get_data", "raw", "buffer", "getRawBody", "parse", "WriteAsJsonAsync", "connect",
    "readBody", "readRawBody", "readValidatedBody", "validateRequest", "send",
})  # fmt: skip
"""Awaited for the request or its answer, if nothing but them is their receiver."""
WORKS = lazy_pattern(
    r"(?:process|handle|save|persist|insert|upsert|update|send|reply|notify|forward|sync|store|"
    r"execute|exec|commit|bulk_?create|sleep|usleep|fetch_|import_|generate|flush|record|deliver|"
    r"answer_|respond_to|ingest|on_?message|call_|ask_|create_or_|mark_|charge|download|upload|"
    r"transcribe|find_or_create|first_or_create|urlopen|enrich|run_)(?![a-z]*(?:header|status))",
    re.IGNORECASE,
)
"""How functions are called that do work, in languages where nothing is awaited."""
WORKS_ON = lazy_pattern(
    r"requests|httpx|session|objects|repo|repository|repositories|db|DB|database|em|entityManager|"
    r"model|client|http|Http|Net|HTTP|HTTParty|Faraday|curl|RestTemplate|restTemplate|Mail|mailer|"
    r"conn|cursor|tx|mongo|collection|pdo|mysqli|stmt|statement|table|context|dbContext|_db|orm",
    re.IGNORECASE,
)
WORK_METHODS = frozenset({
    "create", "post", "get", "put", "patch", "delete", "query", "insert", "insert_one", "add",
    "save", "save!", "create!", "update", "update!", "execute", "exec", "commit", "Post", "Do",
    "Exec", "ExecContext", "Create", "Save", "Insert", "InsertOne", "Update", "SaveChanges",
    "updateOrCreate", "firstOrCreate", "insertGetId", "postForEntity", "postForObject", "send",
    "exchange", "flush", "persist", "prepare", "deliver_now", "curl_exec", "file", "run", "upsert",
    "update_or_create", "get_or_create", "bulk_create", "find_or_create_by!", "find_or_create_by",
    "put_item", "update_item", "delete_item", "put_object", "upload_fileobj", "insert_many",
    "insertMany", "bulk_write", "replace_one", "find_one_and_update", "add_all", "executemany",
    "ExecuteNonQuery", "NamedExec", "InsertMany", "UpdateOne", "FindOneAndUpdate", "saveAll",
    "saveAndFlush", "updateOrInsert", "insertOrIgnore", "insert_all", "upsert_all", "update_all",
    "insertOne", "SaveChangesAsync", "Query", "QueryRow", "create_or_update", "update_one", "sync",
})  # fmt: skip
NO_WORK = lazy_pattern(
    r"(?:send(?:status|string|error|file)|handle_?error|process_?env|store_?true|sendResponse|"
    r"handler_?func|update_?digest|exec_?time|recordexception|flush_?header|generate_?id)\b",
    re.IGNORECASE,
)
