// Renders records in many styles with citeproc-js, and marks which field every word is of.
//
//   npm install citeproc
//   node render.js RECORDS.json STYLES LOCALES COUNT > RENDERED.jsonl
//
// RECORDS.json: CSL-JSON, with `_lang` the language of the record. STYLES and LOCALES: working copies of the
// repositories citation-style-language/styles and /locales. Neither they nor what is rendered is kept here.
// Each line is {"raw": ..., "fields": [[label, text]...]}, the fields being all of the reference in order;
// a rendering in which a field cannot be found again is left out.
"use strict";
const CSL = require("citeproc");
const fs = require("fs");

const [recordsPath, styles, locales, count] = process.argv.slice(2);
const LOCALE = { de: "de-DE", it: "it-IT", fr: "fr-FR", es: "es-ES", en: "en-US" };
// Styles of a language; those of `any` are used for all.
const OWN = {
  any: "apa chicago-author-date chicago-notes-bibliography chicago-notes modern-language-association ieee american-chemical-society american-medical-association nature science cell elsevier-harvard elsevier-vancouver springer-basic-author-date springer-vancouver vancouver nlm-citation-sequence harvard-cite-them-right modern-humanities-research-association-notes mhra-notes oscola turabian-fullnote-bibliography taylor-and-francis-chicago-author-date bmj the-lancet plos biomed-central royal-society-of-chemistry american-sociological-association american-political-science-association cambridge-university-press-author-date frontiers copernicus-publications".split(" "),
  physics: "american-physics-society american-physics-society-without-titles american-institute-of-physics annual-review-of-nuclear-and-particle-science annual-review-of-astronomy-and-astrophysics journal-of-physics-g european-physical-journal institute-of-physics-numeric american-astronomical-society nature science ieee american-chemical-society springer-physics optical-society-of-america".split(" "),
};
const have = (name) => fs.existsSync(`${styles}/${name}.csl`);

let seed = 3;
const random = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648);
const pick = (list) => list[Math.floor(random() * list.length)];

// Independent styles, of which some are taken at random so that no few of them make the data.
const all = fs.readdirSync(styles).filter((name) => name.endsWith(".csl")).map((name) => name.slice(0, -4));
const wild = Array.from({ length: 220 }, () => pick(all));
const byLanguage = (lang) => all.filter((name) => {
  const head = fs.readFileSync(`${styles}/${name}.csl`, "utf8").slice(0, 700);
  return head.includes(`default-locale="${lang}`);
});
for (const lang of ["de", "it", "fr", "es"]) OWN[lang] = byLanguage(lang);

const engines = new Map();
let items = {};
function engine(style, locale) {
  const key = style + locale;
  if (!engines.has(key)) {
    const sys = { retrieveLocale: (l) => fs.readFileSync(fs.existsSync(`${locales}/locales-${l}.xml`) ? `${locales}/locales-${l}.xml` : `${locales}/locales-en-US.xml`, "utf8"), retrieveItem: (id) => items[id] };
    let made = null;
    try {
      made = new CSL.Engine(sys, fs.readFileSync(`${styles}/${style}.csl`, "utf8"), locale, true);
      made.setOutputFormat("text");
    } catch (error) { /* a style that this processor does not take */ }
    if (engines.size > 60) engines.delete(engines.keys().next().value);
    engines.set(key, made);
  }
  return engines.get(key);
}

// One reference, or a note with a place.
function render(item, style, locale) {
  const made = engine(style, locale);
  if (!made) return null;
  items = { [item.id]: item };
  try {
    made.updateItems([item.id]);
    if (made.opt.xclass === "note" && random() < 0.6) {
      const locator = random() < 0.6 && item.page ? item.page.split("-")[0] : undefined;
      return made.previewCitationCluster({ citationItems: [{ id: item.id, locator, label: "page" }], properties: { noteIndex: 1 } }, [], [], "text");
    }
    const out = made.makeBibliography();
    return out ? out[1].join("") : null;
  } catch (error) { return null; }
}

const same = (text) => text.toLowerCase().replace(/[’‘]/g, "'").replace(/[“”«»„]/g, '"').replace(/[–—]/g, "-").replace(/\u00a0/g, " ");

// Where the fields stand: ascending spans with labels, or null.
function spans(raw, item) {
  const low = same(raw);
  const out = [];
  const free = (a, b) => out.every((s) => b <= s[1] || a >= s[2]);
  const put = (label, text) => {
    if (!text) return true;
    const want = same(text);
    for (let at = low.indexOf(want); at >= 0; at = low.indexOf(want, at + 1)) {
      const edge = (c) => c === undefined || !/[\p{L}\p{N}]/u.test(c);
      if (edge(low[at - 1]) && edge(low[at + want.length]) && free(at, at + want.length)) {
        out.push([label, at, at + want.length]);
        return true;
      }
    }
    return false;
  };
  const digits = (label, pattern) => {
    for (const m of low.matchAll(pattern)) if (free(m.index, m.index + m[0].length)) { out.push([label, m.index, m.index + m[0].length]); return; }
  };
  const journal = item.type === "article-journal";
  put("title", item.title);
  put(journal ? "journal" : "book", item["container-title"]);
  put("doi", item.DOI);
  put("publisher", item.publisher);
  put("location", item["publisher-place"]);
  digits("date", new RegExp(`(?<!\\d)${item.issued["date-parts"][0][0]}(?!\\d)`, "g"));
  if (item.page) {
    const first = item.page.split("-")[0];
    if (item.page.includes("-")) digits("pages", new RegExp(`(?<!\\d)${first}\\s?-\\s?\\d+(?!\\d)`, "g"));
    if (!out.some((s) => s[0] === "pages")) digits("pages", new RegExp(`(?<![\\d(])${first}(?!\\d)`, "g"));
  }
  if (item.volume) digits("volume", new RegExp(`(?<![\\d])${item.volume}(?: ?\\(${item.issue || "x"}\\))?(?!\\d)`, "g"));
  if (item.issue) digits("volume", new RegExp(`(?<![\\d])${item.issue}(?!\\d)`, "g"));
  out.sort((a, b) => a[1] - b[1]);
  // a style that abbreviates or leaves the title out is good, one that garbles what it prints is not
  const known = out.some((s) => s[0] === "title") || out.some((s) => s[0] === "journal") && out.some((s) => s[0] === "pages");
  return known && out.length >= 3 ? out : null;
}

const families = (people) => (people || []).map((n) => same(n.family || n.literal));

// What stands between fields: names, or the words that belong to one of the neighbours.
function between(gap, next, before, item) {
  const low = same(gap);
  const words = low.match(/[\p{L}\p{N}]+/gu) || [];
  if (families(item.editor).some((f) => low.includes(f)) && !(before === null && families(item.author).some((f) => low.includes(f)))) return "editor";
  if (families(item.author).some((f) => low.includes(f))) return "author";
  if (/^\W*(pp?|s|pag|pág|seiten?)\W*$/.test(low) && next === "pages") return "pages";
  if (/^\W*(vol|bd|band|t|tome|v|n|no|nr|fasc|n°|fascículo|issue|jg|heft|h)\W*$/.test(low)) return next === "volume" ? "volume" : before || "other";
  if (/^\W*(in|dans|en|im|in:)\W*$/.test(low) && (next === "journal" || next === "book")) return next;
  if (/\b(doi|https?)\b/.test(low) && next === "doi") return "doi";
  if (/\b(edn|ed|edition|aufl|auflage|edizione|édition|éd)\b/.test(low) && /\d|[a-z]+(nd|rd|th)\b/.test(low)) return "edition";
  if (before === null && words.length === 1 && /^\d+$/.test(words[0])) return "number";
  if (/^\W*(eds?|hrsg|hg|editors?|cur|dir|éds?|coords?)\W*$/.test(low)) return before === "editor" ? "editor" : "other";
  return "other";
}

function fields(raw, item) {
  const found = spans(raw, item);
  if (!found) return null;
  const out = [];
  let at = 0;
  for (const [label, first, last] of [...found, ["", raw.length, raw.length]]) {
    let gap = raw.slice(at, first);
    const opens = gap.match(/(?:^|(?<=\s))[([“"‘«„<']+\s?$/u);
    let glued = "";
    if (opens) { glued = opens[0]; gap = gap.slice(0, -glued.length); }
    const lead = gap.match(/^[^\p{L}\p{N}([“"‘«„]*/u)[0];
    if (out.length) { out[out.length - 1][1] += lead; gap = gap.slice(lead.length); }
    if (/[\p{L}\p{N}]/u.test(gap)) {
      // "1 Doe": the number before the names
      const number = out.length === 0 && gap.match(/^[([]?\d+[)\].]*\s+/);
      if (number) { out.push(["number", number[0]]); gap = gap.slice(number[0].length); }
      if (gap.trim()) out.push([between(gap, label, out.length ? out[out.length - 1][0] : null, item), gap]);
    } else glued = gap + glued;
    if (label) out.push([label, glued + raw.slice(first, last)]);
    else if (glued && out.length) out[out.length - 1][1] += glued;
    at = last;
  }
  // a number that is of no field was a part of one: the rendering is doubtful
  if (out.some(([label, text]) => label === "other" && /^\W*\d+\W*$/.test(text))) return null;
  return out.map(([label, text]) => [label, text.trim()]).filter(([, text]) => text);
}

const records = JSON.parse(fs.readFileSync(recordsPath, "utf8"));
const seen = new Set();
// All of a style at once: engines cost more than references.
const jobs = [];
for (let i = 0; i < Number(count); i++) {
  const item = pick(records);
  const kinds = item._kind === "physics" ? [OWN.physics, OWN.physics, OWN.any] : item._lang === "en" ? [OWN.any, wild] : [OWN[item._lang], OWN[item._lang], OWN.any, wild];
  const style = pick(pick(kinds));
  if (style && have(style)) jobs.push({ item, style, locale: LOCALE[random() < 0.85 ? item._lang : "en"] });
}
jobs.sort((a, b) => (a.style + a.locale < b.style + b.locale ? -1 : 1));
for (const { item, style, locale } of jobs) {
  const raw = (render(item, style, locale) || "").replace(/\s+/g, " ").trim();
  if (!raw || raw.length > 700 || seen.has(raw) || /\[?CSL STYLE ERROR/.test(raw)) continue;
  seen.add(raw);
  const out = fields(raw, item);
  if (out && out.map(([, text]) => text).join("").replace(/\s/g, "") === raw.replace(/\s/g, "")) console.log(JSON.stringify({ raw, fields: out, style }));
}
