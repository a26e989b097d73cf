"""Git repositories: the only folder that runs git, opens ``.git`` or imports GitPython."""
