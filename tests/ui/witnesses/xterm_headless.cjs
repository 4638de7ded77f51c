// Shows a recording to two terminals of xterm.js, plain to one and ours to the other, and tells where they first differ.
//
// Standard input holds a step of the recording a line. What is answered is one line of JSON: null where the two were
// alike after each step, else the number of the step and the cells that differ.
"use strict";
const { Terminal } = require("@xterm/headless");
const { Unicode11Addon } = require("@xterm/addon-unicode11");
const readline = require("node:readline");

const MOST_TOLD = 8;
const SEEN_ON_BLANK = ["isUnderline", "isInverse", "isStrikethrough", "isOverline"];
const SEEN = ["isBold", "isDim", "isItalic", "isBlink", "isInvisible", ...SEEN_ON_BLANK];

function open([cols, rows]) {
  const terminal = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  return terminal;
}

function write(terminal, text) {
  return new Promise((resolve) => terminal.write(text, resolve));
}

// Where a link of a cell leads stands in no public interface.
function linkOf(terminal, cell) {
  const id = cell.hasExtendedAttrs() ? cell.extended.urlId : 0;
  return id ? terminal._core._oscLinkService.getLinkData(id).uri : "";
}

// What can be seen of a cell: of a blank neither its colour nor that it is bold.
function lookOf(terminal, cell) {
  const background = `${cell.getBgColorMode()}:${cell.getBgColor()}`;
  const characters = cell.getChars() || (cell.getWidth() ? " " : "");
  const link = linkOf(terminal, cell);
  if (characters === " " && !link && !SEEN_ON_BLANK.some((name) => cell[name]())) return ` on ${background}`;
  const attributes = SEEN.filter((name) => cell[name]()).join(" ");
  const foreground = `${cell.getFgColorMode()}:${cell.getFgColor()}`;
  return `${characters} (${cell.getWidth()}) in ${foreground} on ${background} ${attributes} ${link}`;
}

function cellsThatDiffer(plain, ours) {
  const found = [];
  const [one, other] = [plain.buffer.active, ours.buffer.active];
  const cells = [one.getNullCell(), other.getNullCell()];
  for (let y = 0; y < plain.rows; y++) {
    const lines = [one.getLine(one.baseY + y), other.getLine(other.baseY + y)];
    for (let x = 0; x < plain.cols; x++) {
      lines[0].getCell(x, cells[0]);
      lines[1].getCell(x, cells[1]);
      const [expected, shown] = [lookOf(plain, cells[0]), lookOf(ours, cells[1])];
      if (expected !== shown && found.length < MOST_TOLD) found.push([y, x, expected, shown]);
    }
  }
  if (one.cursorX !== other.cursorX || one.cursorY !== other.cursorY) {
    found.push(["cursor", [one.cursorY, one.cursorX], [other.cursorY, other.cursorX]]);
  }
  return found;
}

async function main() {
  let plain, ours, number = 0;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const step = JSON.parse(line);
    if (!plain) [plain, ours] = [open(step.size), open(step.size)];
    if (plain.cols !== step.size[0] || plain.rows !== step.size[1]) {
      for (const terminal of [plain, ours]) terminal.resize(...step.size);
    }
    await Promise.all([write(plain, step.plain), write(ours, step.ours)]);
    const cells = cellsThatDiffer(plain, ours);
    if (cells.length) return console.log(JSON.stringify({ step: number, cells }));
    number += 1;
  }
  console.log("null");
}

main();
