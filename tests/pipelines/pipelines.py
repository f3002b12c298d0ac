"""What runs in other people's pipelines, run here: the steps of the GitHub action, the hooks of pre-commit, the snippets of
docs/ci.md and the formats, each held against the tools or schemas of those who read them.

pipelines.py ROOT RULELENS MULTITOOL XSD: this repository, a folder with the program, the folder of npm's packages with Microsoft's
SARIF Multitool, and JUnit's schema as Jenkins has it. The last line is the sum, "N passed, N failed".
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import yaml
from lxml import etree

ROOT, RULELENS, MULTITOOL, XSD = (Path(argument) for argument in sys.argv[1:5])
TOOLS = Path(sys.executable).parent
PATH = os.pathsep.join([str(RULELENS), str(TOOLS), os.environ["PATH"]])
ACTION = ROOT / ".github/actions/rulelens/action.yml"

GOOD = "SELECT a FROM 't'\n"
BAD = "SELECT a FORM 't'\n"
PASSES = {"name": "passes", "inputSql": "SELECT a FROM 't'", "topic": "t", "inputPayload": {"a": 1}, "expectedOutput": {"a": 1}}
FAILS = {**PASSES, "name": "one <digit> & more \u0001", "expectedOutput": {"a": 2}}

BEYOND_JENKINS = ["file", "line", "skipped"]

results = []


def check(what, is_so, said=""):
    print(f"{'ok  ' if is_so else 'FAIL'} {what}", flush=True)
    if not is_so:
        print(said, flush=True)
    results.append(bool(is_so))


def run(*command, folder=ROOT, **environment):
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**os.environ, "PATH": PATH, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def project(folder, rule, case):
    """A project as `rulelens init` would find it."""
    for name, text in {
        "rules/a.sql": rule,
        "cases/a.jsonl": json.dumps(case) + "\n",
        "rulelens.toml": 'rules = ["rules"]\ncases = ["cases"]\n',
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def action_steps(folder, path=PATH, **inputs):
    """Runs the steps of the action as a runner does; gives each step's status and what it said."""
    action = yaml.safe_load(ACTION.read_text())
    given = {name: inputs.pop(name.replace("-", "_"), spec["default"]) for name, spec in action["inputs"].items()}
    assert not inputs, inputs

    def filled(text):
        text = re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: given[found[1]], text)
        return text.replace("${{ github.action_path }}", str(ACTION.parent))

    said = {}
    failed = False
    with tempfile.TemporaryDirectory() as temp:
        for step in action["runs"]["steps"]:
            condition = step.get("if")
            assert condition in (None, "${{ inputs.cases != 'none' && !cancelled() }}"), condition
            if (failed and condition is None) or (condition and given["cases"] == "none"):
                continue
            script = Path(temp) / "step.sh"
            script.write_text(filled(step["run"]))
            environment = {name: filled(value) for name, value in step.get("env", {}).items()}
            assert step["shell"] == "bash"
            status, text = run(
                "bash", "--noprofile", "--norc", "-eo", "pipefail", script,
                folder=folder / filled(step.get("working-directory", ".")),
                **{**environment, "PATH": path, "RUNNER_TEMP": temp, "GITHUB_PATH": f"{temp}/path"},
            )
            said[step["name"]] = (status, text)
            failed = failed or status != 0
        added = Path(temp) / "path"
        said["path"] = added.read_text().strip().removeprefix(temp) if added.exists() else ""
    return said


def the_action(folder):
    good, bad = project(folder / "good", GOOD, PASSES), project(folder / "bad", BAD, FAILS)
    said = action_steps(good)
    check("the action accepts a good project", [said["Check rules"][0], said["Run cases"][0]] == [0, 0], said)
    check("the action takes the program that is there", said["Build rulelens"] == (0, "") and said["path"] == "", said)
    files = {"sarif_file": "out.sarif", "junit_file": "out.xml"}
    said = action_steps(folder, working_directory="bad", **files)
    check("the action annotates what is rejected", said["Check rules"][0] == 1 and "::error file=rules/a.sql,line=1," in said["Check rules"][1], said)
    check("the action runs the cases all the same", said["Run cases"][0] == 1 and "0 passed, 1 failed" in said["Run cases"][1], said)
    sarif(bad / "out.sarif")
    junit(bad / "out.xml")
    said = action_steps(bad, cases="none", paths="../good/rules", check_arguments="--deny warnings")
    check("the action takes paths and arguments, and leaves cases out", said["Check rules"][0] == 0 and "Run cases" not in said, said)
    fake = folder / "fake"
    fake.mkdir()
    (fake / "cargo").write_text('#!/bin/sh\necho "cargo $*"\ntest -f "$4/Cargo.toml"\n')
    (fake / "cargo").chmod(0o755)
    said = action_steps(good, path=f"{fake}:/usr/bin:/bin", cases="none")
    built = said["Build rulelens"]
    check(
        "the action builds the program where there is none",
        built[0] == 0 and built[1].startswith("cargo install --locked --path") and said["path"] == "/rulelens/bin",
        said,
    )


def sarif(file):
    status, said = run(
        MULTITOOL / ".bin/sarif-multitool", "validate", file, "--output", f"{file}.validated", "--log", "ForceOverwrite",
        DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1",
    )
    # A tool without an address has none to give.
    wrong = [line for line in said.splitlines() if re.search(r": (error|warning) ", line) and "SARIF2005" not in line]
    check(f"{file.name} is SARIF as its own validator reads it", status == 0 and not wrong and "1 files scanned" in said, said)


def junit(file):
    schema = etree.XMLSchema(etree.parse(str(XSD)))
    document = etree.parse(str(file))
    # What others read beyond that schema: the place of a case, and how many of all were skipped.
    for attributes in (element.attrib for element in document.iter("testsuites", "testcase")):
        for name in BEYOND_JENKINS:
            attributes.pop(name, None)
    is_valid = schema.validate(document)
    check(f"{file.name} is JUnit's XML as Jenkins reads it", is_valid and document.find(".//failure") is not None, schema.error_log)


def formats(folder):
    """Every kind of finding there is in the documents of the program's tests, and of cases that fail in every way."""
    documents = ROOT / "crates/rulelens-cli/tests/documents"
    _, log = run("rulelens", "check", "--format", "sarif", documents, folder=ROOT)
    file = folder / "documents.sarif"
    file.write_text(log[: log.rindex("}") + 1])
    check("there is much to say about the documents", len(json.loads(file.read_text())["runs"][0]["results"]) > 50)
    sarif(file)
    cases = folder / "cases.jsonl"
    cases.write_text("\n".join([json.dumps(PASSES), json.dumps(FAILS), "{", '{"inputSql": 5}', ""]))
    done = subprocess.run(
        [RULELENS / "rulelens", "test", "--format", "junit", cases, folder / "none.json"], capture_output=True, text=True, check=False
    )
    file = folder / "cases.xml"
    file.write_text(done.stdout)
    junit(file)


def snippets():
    """The YAML of docs/ci.md: GitHub's, GitLab's and pre-commit's."""
    return [block for block in re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/ci.md").read_text(), re.DOTALL)]


def schemas(folder):
    github, gitlab, hooks = snippets()
    (folder / "github.yml").write_text("on: push\n" + github)
    (folder / "gitlab.yml").write_text(gitlab)
    (folder / "hooks.yaml").write_text(hooks)
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    for what, schema, files in [
        ("workflows are as GitHub reads them", "vendor.github-workflows", workflows + [folder / "github.yml"]),
        ("the action is as GitHub reads it", "vendor.github-actions", [ACTION]),
        ("the forms of issues are as GitHub reads them", "vendor.github-issue-forms", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[a-b]*.yml"))),
        ("the snippet for GitLab is as GitLab reads it", "vendor.gitlab-ci", [folder / "gitlab.yml"]),
    ]:
        status, said = run("check-jsonschema", "--builtin-schema", schema, *files)
        check(what, status == 0, said)
    status, said = run("pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
    check("the hooks are as pre-commit reads them", status == 0, said)
    status, said = run("pre-commit", "validate-config", folder / "hooks.yaml")
    check("the snippet for pre-commit is as pre-commit reads it", status == 0, said)


def gitlab_script(folder):
    """The script of the snippet for GitLab, without the installation."""
    script = yaml.safe_load(snippets()[1])["rules"]["script"]
    check("the snippet for GitLab installs the program first", script[0].startswith("cargo install --locked --git "), script)
    here = project(folder / "gitlab", GOOD, PASSES)
    status, said = run("bash", "-euo", "pipefail", "-c", "\n".join(script[1:]), folder=here)
    check("the snippet for GitLab runs", status == 0 and (here / "rules.sarif").stat().st_size > 0, said)


def git(folder, *arguments):
    status, said = run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments, folder=folder)
    assert status == 0, said


def hooks(folder):
    """pre-commit with the snippet of docs/ci.md, whose repository is one with these hooks alone."""
    source = folder / "source"
    source.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", source)
    git(source, "init", "--quiet", "--initial-branch", "main")
    git(source, "add", ".")
    git(source, "commit", "--quiet", "--message", "hooks")
    here = project(folder / "project", GOOD, PASSES)
    (here / "package.json").write_text('{"name": "about something else"}\n')
    (here / ".pre-commit-config.yaml").write_text(snippets()[2].replace("https://github.com/OWNER/rulelens", source.as_uri()))
    git(here, "init", "--quiet")
    git(here, "add", ".")
    home = {"PRE_COMMIT_HOME": str(folder / "cache")}
    status, said = run("pre-commit", "run", "--all-files", folder=here, **home)
    check("pre-commit lets a good project pass", status == 0 and said.count("Passed") == 2, said)
    (here / "rules/a.sql").write_text(BAD)
    git(here, "add", ".")
    status, said = run("pre-commit", "run", folder=here, **home)
    check("pre-commit stops a rule that is rejected", status == 1 and "sql.misspelt-keyword" in said, said)
    project(here, GOOD, {**FAILS, "name": "fails"})
    git(here, "add", ".")
    status, said = run("pre-commit", "run", folder=here, **home)
    check("pre-commit stops a case that fails", status == 1 and "0 passed, 1 failed" in said, said)


def extension(folder):
    """The extension for VS Code, packed as docs/editors.md says."""
    here = folder / "vscode"
    shutil.copytree(ROOT / "crates/rulelens-cli/editors/vscode", here, ignore=shutil.ignore_patterns("node_modules", "*.vsix"))
    status, said = run("npm", "install", "--no-audit", "--no-fund", "--silent", folder=here)
    if status == 0:
        status, said = run("npm", "run", "package", folder=here)
    packed = [name for file in here.glob("*.vsix") for name in zipfile.ZipFile(file).namelist()]
    has_all = {"extension/extension.js", "extension/node_modules/vscode-languageclient/package.json"} <= set(packed)
    check("the extension for VS Code is packed with what it needs", status == 0 and has_all, said)


def scripts(folder):
    """Every script that others run, as ShellCheck sees it."""
    files = [ROOT / "crates/rulelens-cli/src/observe/observe.sh", ROOT / "crates/rulelens-cli/tests/observe/aws.sh", ROOT / ".ci/run"]
    for index, step in enumerate(yaml.safe_load(ACTION.read_text())["runs"]["steps"]):
        file = folder / f"step-{index}.sh"
        # Inputs with several words are meant to become several arguments.
        file.write_text("#!/usr/bin/env bash\n# shellcheck disable=SC2086\n" + step["run"])
        files.append(file)
    for workflow in sorted((ROOT / ".github/workflows").glob("*.yml")):
        for name, job in yaml.safe_load(workflow.read_text())["jobs"].items():
            for index, step in enumerate(step for step in job["steps"] if "run" in step):
                file = folder / f"{workflow.stem}-{name}-{index}.sh"
                file.write_text("#!/usr/bin/env bash\n" + re.sub(r"\$\{\{.*?\}\}", "value", step["run"]) + "\n")
                files.append(file)
    status, said = run("shellcheck", *files)
    check(f"ShellCheck has nothing to say about {len(files)} scripts", status == 0, said)


def spelling():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    status, said = run("typos", "--force-exclude", "--format", "brief", *filter(None, files))
    check("spelling is as the workflow wants it", status == 0, said)


def main():
    for part in [the_action, formats, schemas, gitlab_script, hooks, extension, scripts]:
        with tempfile.TemporaryDirectory() as folder:
            part(Path(folder))
    spelling()
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
