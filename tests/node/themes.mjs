// Prints what themes of JSON Resume make of a resume.json: {theme: HTML, or what ended it}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [file, ...themes] = process.argv.slice(2);
const log = console.log;
console.log = () => {};
const made = {};
for (const theme of themes) {
  try {
    const resume = JSON.parse(readFileSync(file, "utf8"));
    made[theme] = await require(`jsonresume-theme-${theme}`).render(resume);
  } catch (error) {
    made[theme] = `[stopped] ${error}`;
  }
}
log(JSON.stringify(made));
