"""A made-up repository of some years, whose 48 credentials are in every sort of place.

39 Gateway keys and 9 webhook secrets: in settings, browser and app code, Kubernetes and Terraform
files, in a merge, a stash, tag and commit messages, in deleted files and on branches that nobody
merged. All are filled from a seed.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository

PRODUCTION, STAGING, SECRETS = 22, 17, 9


class _OldRepository(Repository):
    """One that is committed to every few weeks."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._clock -= timedelta(days=730)

    def at_its_time(self, *arguments: str) -> None:
        """A command of git that makes an object, at the time of the last commit."""
        date = self._clock.isoformat()
        self.git(*arguments, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)

    def commit(self, message: str = "change", /, **files: str) -> str:
        """Commits everything in the work tree, 40 days after the last time."""
        self._clock += timedelta(days=40)
        return super().commit(message, **files)


def production(number: int) -> str:
    """One of 22 production keys."""
    assert 1 <= number <= PRODUCTION
    return production_key(f"old {number}")


def staging(number: int) -> str:
    """One of 17 staging keys."""
    assert 1 <= number <= STAGING
    return staging_key(f"old staging {number}")


def secret(number: int) -> str:
    """One of 9 webhook secrets."""
    assert 1 <= number <= SECRETS
    return webhook_secret(f"old {number}")


EVERY = (
    *map(production, range(1, PRODUCTION + 1)),
    *map(staging, range(1, STAGING + 1)),
    *map(secret, range(1, SECRETS + 1)),
)


def old_repository(path: Path) -> Repository:
    """The repository. ``main`` was pushed to ``origin`` but for its last commit."""
    repository = _OldRepository.create(path)
    _beginnings(repository)
    _clients(repository)
    _deployment(repository)
    _deleted(repository)
    _merge(repository)
    _messages(repository)
    _pushed(repository)
    _unmerged(repository)
    _unreachable(repository)
    repository.commit_file(
        "worker/settings.py",
        f'GATEWAY_KEY = "{production(21)}"\nCONNEXEASE_WEBHOOK_SECRET = "{secret(9)}"\n',
        "Add the worker",
    )
    _stash(repository)
    return repository


def _beginnings(repository: _OldRepository) -> None:
    repository.write("README.md", "# Shop\n\nSends order updates by WhatsApp.\n")
    repository.write(
        ".env.production",
        f"CONNEXEASE_API_KEY={production(1)}\nCONNEXEASE_WEBHOOK_SECRET={secret(1)}\n",
    )
    repository.write(
        ".env.staging",
        f"CONNEXEASE_API_KEY={staging(1)}\nCONNEXEASE_WEBHOOK_SECRET={secret(2)}\n",
    )
    repository.write(".env", f"CONNEXEASE_API_KEY={staging(2)}\n")
    repository.write("server/send.py", f'import os\n\nclient = Gateway("{production(2)}")\n')
    repository.commit("Send order updates")
    repository.write("server/batch.py", f'BATCH_KEY = "{production(2)}"\nRETRY = "{staging(3)}"\n')
    repository.write(
        "docs/setup.md",
        f"Call the Gateway:\n\n    curl -H 'Authorization: Bearer {staging(4)}' "
        "https://api.gateway.connexease.com/v1/wa/message\n",
    )
    repository.commit("Send in batches")


def _clients(repository: _OldRepository) -> None:
    repository.write("web/package.json", '{"dependencies": {"react-dom": "18.2.0"}}\n')
    repository.write(
        "web/src/App.jsx",
        "import React from 'react'\nimport { createRoot } from 'react-dom/client'\n\n"
        f"const gateway = new Gateway('{production(3)}')\n"
        "createRoot(document.body).render(<App gateway={gateway} />)\n",
    )
    repository.write("web/.env.production", f"VITE_CONNEXEASE_API_KEY={production(4)}\n")
    repository.write("web/.env.staging", f"VITE_CONNEXEASE_API_KEY={staging(5)}\n")
    repository.write(
        "web/public/widget.js",
        f"window.gatewayKey = '{production(5)}';\ndocument.title = 'Shop';\n",
    )
    repository.commit("Add the web shop")
    repository.write(
        "mobile/android/app/src/main/res/values/strings.xml",
        f'<resources>\n  <string name="gateway_key">{production(6)}</string>\n</resources>\n',
    )
    repository.write(
        "mobile/ios/App/Info.plist",
        '<?xml version="1.0"?>\n<plist version="1.0"><dict>\n<key>GatewayKey</key>\n'
        f"<string>{production(7)}</string>\n</dict></plist>\n",
    )
    repository.write(
        "mobile/android/app/src/debug/res/values/strings.xml",
        f'<resources>\n  <string name="gateway_key">{staging(6)}</string>\n</resources>\n',
    )
    repository.commit("Add the app")


def _deployment(repository: _OldRepository) -> None:
    for environment, key, hook in (
        ("production", production(8), secret(3)),
        ("staging", staging(7), secret(4)),
    ):
        repository.write(
            f"deploy/k8s/{environment}/secret.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: gateway\nstringData:\n"
            f"  CONNEXEASE_API_KEY: {key}\n  CONNEXEASE_WEBHOOK_SECRET: {hook}\n",
        )
    repository.write("deploy/terraform/production.tfvars", f'gateway_key = "{production(9)}"\n')
    repository.write("deploy/terraform/staging.tfvars", f'gateway_key = "{staging(8)}"\n')
    repository.write("deploy/helm/values-staging.yaml", f"gateway:\n  apiKey: {production(10)}\n")
    repository.write(
        "deploy/docker-compose.yml",
        f"services:\n  shop:\n    environment:\n      CONNEXEASE_API_KEY: {production(11)}\n",
    )
    repository.write("deploy/notify.sh", f"curl 'https://api.example.org/?key={production(12)}'\n")
    repository.commit("Deploy to Kubernetes")


def _deleted(repository: _OldRepository) -> None:
    repository.write("scripts/import.rb", f"KEY = '{production(13)}'\nOTHER = '{staging(9)}'\n")
    repository.write("legacy/config.php", f"<?php\n$key = '{production(14)}';\n")
    repository.write("legacy/hook.php", f"<?php\n$webhook_secret = '{secret(5)}';\n")
    repository.write("legacy/test.properties", f"gateway.key={staging(10)}\n")
    repository.write("notebooks/report.ipynb", f'{{"source": ["key = \'{staging(11)}\'"]}}\n')
    repository.commit("Import old orders")
    repository.git("rm", "--quiet", "-r", "scripts", "legacy", "notebooks")
    repository.commit("Remove what nobody uses")


def _merge(repository: _OldRepository) -> None:
    repository.git("checkout", "--quiet", "-b", "returns")
    repository.commit_file("server/returns.py", f'KEY = "{staging(12)}"\n', "Take returns")
    repository.git("checkout", "--quiet", "main")
    repository.commit_file("server/stock.py", "STOCK = 1\n", "Count the stock")
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "returns")
    repository.write("server/merged.py", f'KEY = "{production(15)}"\nHOOK = 1\n')
    repository.write("server/hook.py", f'webhook_secret = "{secret(6)}"\n')
    repository.commit("Merge the returns")
    repository.git("branch", "--quiet", "-D", "returns")


def _messages(repository: _OldRepository) -> None:
    repository.commit(f"Try again\n\nWith the key {production(16)} it works,\nnot {staging(13)}.")
    repository.at_its_time(
        "tag", "-a", "v1.0", "-m", f"Version 1\n\nReleased with {production(17)}"
    )


def _pushed(repository: _OldRepository) -> None:
    origin = repository.path.parent / f"{repository.path.name}-origin.git"
    repository.git("init", "--quiet", "--bare", str(origin))
    repository.git("remote", "add", "origin", str(origin))
    repository.git("push", "--quiet", "origin", "main", "v1.0")


def _unmerged(repository: _OldRepository) -> None:
    repository.git("checkout", "--quiet", "-b", "spike/checkout")
    repository.write("spike/pay.ts", f"export const key = '{production(18)}'\n")
    repository.write("spike/hook.ts", f"export const webhookSecret = '{secret(7)}'\n")
    repository.commit("Try a new checkout")
    repository.git("push", "--quiet", "origin", "spike/checkout")
    repository.git("checkout", "--quiet", "-b", "local-only", "main")
    repository.write("tools/load.go", f'package main\n\nconst key = "{staging(14)}"\n')
    repository.write("tools/old.go", f'package main\n\nconst key = "{staging(15)}"\n')
    repository.commit("Measure the load")
    repository.git("rm", "--quiet", "tools/old.go")
    repository.commit("Drop the old one")
    repository.git("checkout", "--quiet", "main")


def _unreachable(repository: _OldRepository) -> None:
    repository.git("checkout", "--quiet", "-b", "gone")
    repository.write("tmp/debug.py", f'KEY = "{production(19)}"\nOTHER = "{staging(16)}"\n')
    repository.commit("Debug")
    repository.git("checkout", "--quiet", "main")
    repository.git("branch", "--quiet", "-D", "gone")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("hash-object", "-w", "--stdin", stdin=f"loose = '{production(20)}'\n".encode())


def _stash(repository: _OldRepository) -> None:
    repository.write("server/send.py", f'client = Gateway("{production(22)}", "{staging(17)}")\n')
    repository.write("server/try.py", f'webhook_secret = "{secret(8)}"\n')
    repository.git("add", "--all")
    repository.at_its_time("stash", "push", "--quiet", "--message", "trying")
