"""Files that are the jobs of a CI or of a deployment: a key in one is used whenever it runs."""

from __future__ import annotations

from keyguard.model.patterns import lazy_pattern

_FILES = {
    "GitHub Actions": r"(?:.*/)?\.github/(?:workflows/[^/]+\.ya?ml|actions/.+)|action\.ya?ml",
    "Gitea Actions": r"\.gitea/workflows/[^/]+\.ya?ml",
    "Forgejo Actions": r"\.forgejo/(?:workflows|actions)/.+\.ya?ml",
    "GitLab CI": r"(?:.*/)?(?:[^/]*\.)?gitlab-ci[\w.-]*\.ya?ml|\.gitlab/(?:ci|agents)/.+",
    "Jenkins": r"(?:.*/)?(?:Jenkinsfile[\w.-]*|[^/]+\.jenkinsfile)|(?:\.jenkins|jenkins)/.+",
    "Azure Pipelines": r"(?:.*/)?azure-pipelines?[\w.-]*\.ya?ml|\.azure(?:-pipelines|devops)/.+",
    "Bitbucket Pipelines": r"bitbucket-pipelines\.ya?ml",
    "CircleCI": r"\.circleci/.+",
    "Travis CI": r"\.travis\.ya?ml",
    "Drone": r"(?:.*/)?\.drone\.(?:ya?ml|star|jsonnet)",
    "Woodpecker": r"\.woodpecker(?:\.ya?ml|/.+\.ya?ml)",
    "Buildkite": r"\.buildkite/.+|buildkite\.ya?ml",
    "TeamCity": r"\.teamcity/.+",
    "Bamboo": r"bamboo-specs/.+",
    "GoCD": r"(?:.*/)?[^/]+\.gocd\.(?:ya?ml|json)",
    "Concourse": r"ci/pipelines?(?:\.ya?ml|/.+\.ya?ml)|concourse/.+\.ya?ml",
    "Tekton": r"\.tekton/.+",
    "AppVeyor": r"\.?appveyor\.ya?ml",
    "Cirrus CI": r"\.cirrus\.(?:ya?ml|star)",
    "Semaphore": r"\.semaphore/.+\.ya?ml",
    "SourceHut": r"\.build\.yml|\.builds/.+\.yml",
    "Screwdriver": r"screwdriver\.ya?ml",
    "Codefresh": r"(?:\.codefresh/.+|codefresh\.ya?ml)",
    "Codemagic": r"codemagic\.ya?ml",
    "Bitrise": r"bitrise\.ya?ml",
    "Xcode Cloud": r"ci_scripts/ci_[\w-]+\.sh",
    "AWS CodeBuild": r"(?:.*/)?buildspec[\w.-]*\.ya?ml",
    "AWS CodeDeploy": r"appspec\.ya?ml",
    "Google Cloud Build": r"(?:.*/)?cloudbuild[\w.-]*\.(?:ya?ml|json)",
    "Skaffold": r"(?:.*/)?skaffold\.ya?ml",
    "Vercel": r"(?:.*/)?vercel\.json",
    "Netlify": r"(?:.*/)?netlify\.toml",
    "Render": r"render\.ya?ml",
    "Fly.io": r"(?:.*/)?fly\.toml",
    "Fastlane": r"(?:.*/)?fastlane/.+",
}
"""Paths from a repository's root, as each service's own documentation names them, or where people
put what such a file includes."""

_JOB = lazy_pattern(
    "|".join(f"(?P<_{number}>{path})" for number, path in enumerate(_FILES.values()))
)
_NAMES = tuple(_FILES)


def service(path: str) -> str:
    """The CI or the deployment that runs a file; empty for any other file."""
    found = _JOB.fullmatch(path)
    if found is None or found.lastgroup is None:
        return ""
    return _NAMES[int(found.lastgroup[1:])]
