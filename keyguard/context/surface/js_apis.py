"""Calls and exports of JavaScript that only a server has, or only a browser."""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

HANDLERS = lazy_pattern(
    r"^export[ \t]+(?:const|(?:async[ \t]+)?function)[ \t]+(?:GET|POST|PUT|PATCH|DELETE)\b", re.M
)
SERVER_API = lazy_pattern(
    r"\bDeno\.(?:serve|env)\b|\bBun\.serve\b|\basync fetch\(\w{1,20}[^()]{0,60},\s?_?env\b"
)
BROWSER_API = lazy_pattern(
    r"(?<![\w.$])(?:window(?=\.\w)|(?:local|session)Storage\.(?:get|set|remove)Item"
    r"|document\.(?:getElement|querySelector|createElement|cookie|body|head|addEventListener)"
    r"|(?:chrome|browser)\.(?:runtime|storage|tabs)\b|navigator\.serviceWorker"
    r"|\$\(document\)|\$\.(?:ajax|getJSON)\(|jQuery\(|self\.(?:skipWaiting\(|registration\.)"
    r"|self\.addEventListener\([\"'](?:install|activate|push|notificationclick)[\"'])"
)
