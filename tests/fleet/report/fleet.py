"""A small fleet in a store: a shop with a fork, a bot, and what could not be read."""

from __future__ import annotations

from pathlib import Path

from keyguard.fleet.records import Unread
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, failed, scanned, whole
from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository

KEY, BOT, STAGING, SHIPPED = (
    production_key("fleet"), production_key("bot"), staging_key("fleet"), staging_key("shipped"),
)  # fmt: skip
SECRET = webhook_secret("fleet")
VALUES = (KEY, BOT, STAGING, SHIPPED, SECRET)


class Fleet:
    """Real repositories, and the store that is told what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.shop = Repository.create(folder / "shop")
        self.shop.commit_file(".env.staging", f"CONNEXEASE_API_KEY={STAGING}\n")
        self.shop.commit_file("deploy/.env.production", f"CONNEXEASE_API_KEY={KEY}\n")
        self.shop.commit_file(".github/workflows/deploy.yml", f"env:\n  KEY: {KEY}\n")
        self.shop.commit_file("web/src/App.vue", f"const key = '{SHIPPED}'\n")
        self.fork = self.shop.copy(folder / "fork")
        self.fork.commit_file("send.py", f"key = '{KEY}'\n")
        self.bot = Repository.create(folder / "bot")
        self.bot.commit_file("bot.py", f"KEY = '{BOT}'\nWEBHOOK_SECRET = '{SECRET}'\n")
        self.bot.commit_file("bot.py", "KEY = None\n")
        self.tools = Repository.create(folder / "tools")
        self.tools.commit_file("a", "b\n")

    def first_run(self) -> None:
        """All is well."""
        with Store.open(self.store) as store:
            run = store.begin_run(STAMP)
            shop = [*scanned("acme/shop", self.shop), *scanned("ada/shop", self.fork)]
            store.ingest(run, whole(*shop))
            store.ingest(run, whole(*scanned("acme/bot", self.bot, "n2")))
            store.ingest(run, whole(*scanned("acme/tools", self.tools, "n3")))
            store.end_run(run)

    def second_run(self) -> None:
        """The shop takes a key out, the tools get one, and some can't be read."""
        self.shop.commit_file("web/src/App.vue", "nothing\n")
        self.fork.commit_file("web/src/App.vue", "nothing\n")
        self.tools.commit_file("Jenkinsfile", f"key = '{BOT}'\n")
        self.tools.commit_file("new.py", f"key = '{production_key('new')}'\n")
        with Store.open(self.store) as store:
            run = store.begin_run(STAMP)
            shop = [*scanned("acme/shop", self.shop), *scanned("ada/shop", self.fork)]
            store.ingest(run, whole(*shop))
            damaged = Unread(f"{HERE}acme/tools", "a.zip", "it is damaged; unpack it yourself.")
            store.ingest(run, whole(*scanned("acme/tools", self.tools, "n3"), damaged))
            store.set_state(run, failed("acme/bot"))
            store.set_state(run, failed("acme/gone", "its address leads nowhere"))
            store.end_run(run)
