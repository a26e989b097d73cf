"""A Gateway key, or the name of its variable, is behind a prefix that bundlers inline.

Bundlers copy the values of variables with certain prefixes into the code that they build for
browsers: `NEXT_PUBLIC_` (Next.js), `VITE_`, `REACT_APP_`, `EXPO_PUBLIC_`, `NUXT_PUBLIC_`, `PUBLIC_`
(SvelteKit, Astro), `GATSBY_`, `VUE_APP_` and others. A build can also make any other variable
public: by `env` in `next.config.js`, `define` or `envPrefix` of Vite, plugins of webpack and
Rollup, options of esbuild and Bun, `runtimeConfig.public` of Nuxt, a schema of Astro or SvelteKit;
Parcel and Quasar copy whatever browser code names. All of it is listed on
https://github.com/connexease/keyguard/blob/main/docs/what-ships.md. A key in such a variable is
public after the next build, wherever the value itself is kept.

Before, in `.env`:

    VITE_CONNEXEASE_API_KEY=pk_...

After, in `.env`, which git ignores, read by the server only:

    CONNEXEASE_API_KEY=pk_...

- With a key in the file the severity is critical.
- For the name alone (`VITE_CONNEXEASE_API_KEY`, or `CONNEXEASE_API_KEY` in `env`) it is high: the
  value comes from elsewhere, but it will be shipped. Names in documentation are not reported.
"""

from keyguard.model import KEYS, Context, Detection, Kind, Severity
from keyguard.rules._advice import LESSER_KEY_RULES, Verdict, rotate, steps

SEVERITY = Severity.CRITICAL
KINDS = (*KEYS, Kind.KEY_VARIABLE)
REPLACES = (*LESSER_KEY_RULES, "key-in-frontend", "key-in-mobile")
REVOKE = (
    "If a build with this variable was ever published, revoke the key in the Gateway's dashboard "
    "(Settings, API Keys), create a new one, update the environment, then restart."
)


def check(detection: Detection, context: Context) -> Verdict | None:
    """Fires on a key, or the name of a key's variable, that a build makes public."""
    prefix, exposure, into = context.public_prefix, context.exposure, "the code that browsers load"
    if prefix:
        why, copied = f"begins with {prefix}", "bundlers copy"
        remedy = f"Take {prefix} off the variable's name, and read it in server code only."
    elif exposure is not None:
        why, copied = f"is made public by {exposure.by}", f"{exposure.tool} copies"
        into = exposure.into
        remedy = exposure.remedy
    else:
        return None
    if detection.kind.is_key:
        return Verdict(
            f"This {detection.kind.words} is in a variable that {why}: {copied} its value into "
            f"{into}.",
            rotate(detection, remedy),
        )
    if context.documentation:
        return None
    return Verdict(
        f"The variable {detection.value} {why}: {copied} the Gateway key that it holds into "
        f"{into}.",
        steps(remedy, REVOKE),
        Severity.HIGH,
    )
