// Starts `rulelens lsp`, and shows what it says.
"use strict";

const { workspace, window } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

exports.activate = async function activate() {
  const command = workspace.getConfiguration("rulelens").get("path") || "rulelens";
  const languages = ["sql", "yaml", "json", "terraform", "hcl", "cloudformation"];
  client = new LanguageClient(
    "rulelens",
    "RuleLens",
    { command, args: ["lsp"] },
    { documentSelector: languages.map((language) => ({ language })) },
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(`RuleLens: \`${command} lsp\` does not start: ${error}. The setting rulelens.path names the program.`);
  }
};

exports.deactivate = () => client?.stop();
