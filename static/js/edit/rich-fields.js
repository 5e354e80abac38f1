/* Every running text of a page that is one plain form: textareas become editors, the form stays the form. */
import { mount } from "./rich.js";

for (const textarea of document.querySelectorAll("textarea[data-rich]")) mount(textarea);
