/*
 * The copy button beside an address (macro `address`): the only script there is.
 * Without it the button stays hidden, and the address can be selected by hand.
 */

"use strict";

const SAID_FOR = 4000; // milliseconds

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value); // there on https and localhost only
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.closest(".address").querySelector("[role=status]");
  let silence;

  button.addEventListener("click", async () => {
    clearTimeout(silence);
    said.textContent = "";
    const isCopied = await copy(field);
    said.textContent = isCopied ? button.dataset.copied : button.dataset.selected;
    if (isCopied) button.focus();
    silence = setTimeout(() => { said.textContent = ""; }, SAID_FOR);
  });
  button.hidden = false;
}
