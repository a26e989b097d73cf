"""Which files are jobs: as the services' documentation names them, and what only looks so."""

from __future__ import annotations

import pytest

from keyguard.fleet.report.jobs import service

JOBS = {
    ".github/workflows/ci.yml": "GitHub Actions",
    ".github/workflows/deploy prod.yaml": "GitHub Actions",
    ".github/actions/deploy/action.yml": "GitHub Actions",
    ".github/actions/deploy/run.sh": "GitHub Actions",
    "templates/.github/workflows/ci.yml": "GitHub Actions",
    "action.yml": "GitHub Actions",
    ".gitea/workflows/ci.yaml": "Gitea Actions",
    ".forgejo/workflows/ci.yaml": "Forgejo Actions",
    ".gitlab-ci.yml": "GitLab CI",
    ".gitlab-ci.deploy.yml": "GitLab CI",
    "ci/deploy.gitlab-ci.yml": "GitLab CI",
    ".gitlab/ci/build.yml": "GitLab CI",
    "Jenkinsfile": "Jenkins",
    "Jenkinsfile.release": "Jenkins",
    "services/api/Jenkinsfile": "Jenkins",
    "deploy.jenkinsfile": "Jenkins",
    "azure-pipelines.yml": "Azure Pipelines",
    "build/azure-pipelines-release.yaml": "Azure Pipelines",
    "bitbucket-pipelines.yml": "Bitbucket Pipelines",
    ".circleci/config.yml": "CircleCI",
    ".travis.yml": "Travis CI",
    ".drone.yml": "Drone",
    ".woodpecker/build.yaml": "Woodpecker",
    ".woodpecker.yml": "Woodpecker",
    ".buildkite/pipeline.yml": "Buildkite",
    ".teamcity/settings.kts": "TeamCity",
    "bamboo-specs/bamboo.yml": "Bamboo",
    "appveyor.yml": "AppVeyor",
    ".appveyor.yml": "AppVeyor",
    ".cirrus.yml": "Cirrus CI",
    ".semaphore/semaphore.yml": "Semaphore",
    ".build.yml": "SourceHut",
    ".builds/debian.yml": "SourceHut",
    ".tekton/push.yaml": "Tekton",
    "buildspec.yml": "AWS CodeBuild",
    "buildspec-prod.yml": "AWS CodeBuild",
    "appspec.yml": "AWS CodeDeploy",
    "cloudbuild.yaml": "Google Cloud Build",
    "ci_scripts/ci_post_clone.sh": "Xcode Cloud",
    "vercel.json": "Vercel",
    "netlify.toml": "Netlify",
    "fly.toml": "Fly.io",
    "ios/fastlane/Fastfile": "Fastlane",
}
OTHERS = (
    "", "ci.yml", "workflows/ci.yml", ".github/dependabot.yml", ".github/CODEOWNERS",
    ".github/workflows/README.md", ".github/workflows/scripts/run.sh", ".github/workflow/ci.yml",
    "docs/action.yml.md", "src/actions/action.yml", ".gitlab/issue_templates/bug.md",
    "gitlab-ci.md", ".gitlab-ci.yml.bak", "Jenkinsfile/", "docs/jenkins.md", "myJenkinsfile",
    "jenkinsfile", "azure.yml", "azure-pipelines.md", "circleci/config.yml", ".travis.yml.old",
    "travis.yml", "drone.yml", "build.yml", "src/buildspec.py", "fastlane", "app/vercel.json.ts",
    "(commit message)", "Jenkinsfile\n", "src/app.py", ".env.production", "docker-compose.yml",
    "Makefile", "render.yaml.tmpl", "cloudbuild.md", "config/netlify.toml.example",
)  # fmt: skip


@pytest.mark.parametrize(("path", "name"), JOBS.items())
def test_jobs(path: str, name: str) -> None:
    assert service(path) == name


@pytest.mark.parametrize("path", OTHERS)
def test_other_files(path: str) -> None:
    assert service(path) == ""
