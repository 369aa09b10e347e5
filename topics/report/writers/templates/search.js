  // Search: words, "exact words", -word, word NEAR/10 word, year:2020-2024, path:五, issuer:, genre:, doc:, as in topics/search/query.py.
  let corpus = data.sentences;
  const narrow = (text) => text.replace(/[\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5d]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[「」『』〝〞]/g, (c) => "“”‘’“”"["「」『』〝〞".indexOf(c)]);
  const plain = (text) => narrow(text).replace(/[A-Z]/g, (c) => c.toLowerCase());
  const asPath = (text) => text.replaceAll("(", "（").replaceAll(")", "）").replace(/^\/+|\/+$/g, "");
  const holds = (text, part) => plain(text).includes(plain(part));
  const years = (value) => (/^(\d{4})(?:[-—–~](\d{4}))?$/.exec(narrow(value)) || []).slice(1);
  const fields = {
    year: ([doc], value) => { const [first, last = first] = years(value); const year = data.docs[doc][4]; return year !== null && first <= year && year <= last; },
    path: ([, path], value) => under(path, asPath(value)),
    issuer: ([doc], value) => holds(data.docs[doc][5], value),
    genre: ([doc], value) => holds(data.docs[doc][6], value),
    doc: ([doc], value) => holds(`${data.docs[doc][0]}\n${data.docs[doc][1]}`, value),
  };
  const readQuery = (text) => {
    const query = { words: new Set(), exact: [], without: [], near: [], fields: {} };
    const folded = text.replace(/[“”「」『』＂]/g, '"');
    const wrong = (piece) => { throw new RangeError(piece); };
    if (folded.split('"').length % 2 === 0) wrong('"');
    const pieces = [...folded.matchAll(/([-－−]?)(?:"([^"]*)"|([^\s"]+))/g)].map(([piece, sign, quoted, bare]) => {
      const near = quoted === undefined && /^NEAR(?:\/(\d{1,3}))?$/.exec(narrow(piece));
      const field = quoted === undefined && /^([A-Za-z]+)[:：](.*)$/.exec(bare);
      if (near) return { near: Number(near[1] || 10), piece };
      if (field) {
        const name = field[1].toLowerCase();
        const span = name === "year" ? years(field[2]) : ["0"];
        if (sign || !get(fields, name) || !field[2] || !span.length || span[0] > (span[1] || span[0])) wrong(piece);
        (query.fields[name] ??= []).push(field[2]);
        return { piece };
      }
      const word = plain(quoted === undefined ? (sign ? bare : bare.replace(/[？?。]+$/, "")) : quoted.trim());
      if (!/[\p{L}\p{N}]/u.test(word) || /[。！？；\n]/.test(word)) wrong(piece);
      if (sign) query.without.push(word); else query.words.add(word);
      if (!sign && quoted !== undefined) query.exact.push(word);
      return { word: sign ? undefined : word, piece };
    });
    pieces.forEach(({ near, piece }, i) => {
      if (near === undefined) return;
      const [left, right] = [pieces[i - 1]?.word, pieces[i + 1]?.word];
      if (left === undefined || right === undefined) wrong(piece);
      query.near.push([left, right, near]);
    });
    query.words = [...query.words];
    if (!query.words.length) wrong(text);
    return query;
  };
  const at = (text, word) => { const found = []; for (let i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + word.length)) found.push(i); return found; };
  const isNear = (text, [left, right, within]) => at(text, left).some((i) => at(text, right).some((j) => {
    const gap = Math.max(j - i - left.length, i - j - right.length);
    return gap >= 0 && gap <= within;
  }));
  const fits = (query, text) => query.exact.every((word) => text.includes(word)) && !query.without.some((word) => text.includes(word)) && query.near.every((near) => isNear(text, near));
  const han = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}〇]/gu;
  const searched = (query) => {
    const admitted = data.leaves.map((leaf) => Object.entries(query.fields).every(([name, values]) => values.some((value) => fields[name](leaf, value))));
    const found = { hits: [], chars: new Map() }; // chars: of each document that is searched
    for (const sentence of corpus) {
      if (!admitted[sentence[0]]) continue;
      const doc = data.leaves[sentence[0]][0];
      const text = plain(sentence[1]);
      found.chars.set(doc, (found.chars.get(doc) || 0) + (text.match(han) || []).length);
      const counts = query.words.map((word) => at(text, word).length);
      if (counts.some(Boolean) && fits(query, text)) found.hits.push({ sentence, doc, counts, text });
    }
    return found;
  };
  const emphasised = (text, folded, words) => {
    const marks = words.flatMap((word) => at(folded, word).map((i) => [i, i + word.length])).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const parts = [];
    let last = 0;
    for (const [start, end] of marks.filter((mark) => mark[1] > 0)) {
      if (end <= last) continue;
      parts.push(text.slice(last, Math.max(start, last)), make("mark", {}, text.slice(Math.max(start, last), end)));
      last = end;
    }
    return [...parts, text.slice(last)];
  };
  const listWord = (sight) => { // groups are years, path is one of the words
    let query;
    try { query = readQuery(sight.name); } catch { return []; }
    return searched(query).hits.filter(({ doc, counts }) => (!sight.doc || data.docs[doc][0] === sight.doc)
      && (!sight.groups.length || sight.groups.includes(String(data.docs[doc][4])))
      && (!sight.path || counts[query.words.indexOf(sight.path)]))
      .map(({ sentence: [leaf, text, line], text: folded }) => make("li", {}, ...emphasised(text, folded, query.words), where(leaf, line)));
  };
  const whole = () => data.whole || Boolean(data.rest);
  const svg = (tag, fields, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(fields)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const part = (text) => encodeURIComponent(text).replace(/%[89A-F]\w(?:%[89AB]\w)+/g, decodeURIComponent);
  const seeWord = (text, year = "", doc = "", word = "") => `#see/word/${[text, year, doc, word].map(part).join("/")}`.replace(/\/+$/, "");
  const chart = (text, word, bars) => {
    const unit = say(whole() ? "find_rate" : "find_count");
    const top = Math.max(...bars.map((bar) => bar.value)) || 1;
    const step = Math.min(64, 320 / bars.length);
    const nth = Math.ceil(30 / step); // labels that have room
    const drawn = bars.map(({ year, n, value, known }, i) => {
      const height = 76 * value / top;
      const x = i * step + step / 2;
      const shown = !known ? "" : n && whole() ? value.toFixed(1) : String(n);
      const label = say("find_bar", { year, n, unit, value: shown || "—" });
      const texts = [svg("text", { x, y: 112, class: known ? "" : "unknown" }, i % nth ? "" : String(year)), svg("text", { x, y: 90 - height }, step > 24 || value === top ? shown : "")];
      const bar = svg("rect", { x: i * step + step * 0.18, y: 96 - height, width: step * 0.64, height });
      return n ? svg("a", { href: seeWord(text, year, "", word), "aria-label": label }, svg("title", {}, label), bar, ...texts) : svg("g", {}, svg("title", {}, label), ...texts);
    });
    const name = say("find_chart", { word, unit });
    const width = Math.max(step * bars.length, 40);
    const picture = svg("svg", { viewBox: `-14 0 ${width + 28} 118`, width: width + 28, height: 118, role: "group", "aria-label": name }, svg("path", { d: `M0 96.5H${width}` }), ...drawn);
    return make("figure", { className: "by-year" }, make("figcaption", {}, name), picture);
  };
  const table = (query, found, text) => {
    const rated = whole() && query.words.length === 1;
    const head = [say("find_document"), say("find_year"), ...query.words, ...(rated ? [say("find_rate")] : []), say("find_see")];
    const rows = [...found.chars].map(([doc, chars]) => ({ doc, chars, hits: found.hits.filter((hit) => hit.doc === doc) })).filter(({ hits }) => hits.length);
    const numbers = ({ hits, chars }) => {
      const all = query.words.map((_, i) => hits.reduce((sum, hit) => sum + hit.counts[i], 0));
      return rated ? [...all, (all[0] * 10000 / Math.max(chars, 1)).toFixed(1)] : all;
    };
    const cell = (tag, value, number) => make(tag, { className: number ? "num" : "" }, String(value));
    return make("div", { className: "wide long", tabIndex: 0 }, make("table", {},
      make("thead", {}, make("tr", {}, ...head.map((name, i) => cell("th", name, i > 0)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, cell("th", data.docs[row.doc][1]), cell("td", data.docs[row.doc][4] ?? "—", true),
        ...numbers(row).map((n) => cell("td", n, true)),
        make("td", { className: "num" }, make("a", { href: seeWord(text, "", data.docs[row.doc][0]) }, say("find_sentences", { n: row.hits.length }))))))));
  };
  const box = document.getElementById("find-box");
  const output = document.getElementById("found");
  const find = (text) => {
    box.value = text;
    output.hidden = !text.trim();
    if (output.hidden) return;
    let query;
    try { query = readQuery(text); } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      output.replaceChildren(make("p", { className: "remark" }, say("find_wrong", { piece: error.message })));
      return;
    }
    const found = searched(query);
    const known = [...new Set([...found.chars.keys()].map((doc) => data.docs[doc][4]).filter((year) => year !== null))].sort((a, b) => a - b);
    const lines = [];
    const charts = [];
    query.words.forEach((word, i) => {
      const hits = found.hits.filter((hit) => hit.counts[i]);
      const n = hits.reduce((sum, hit) => sum + hit.counts[i], 0);
      lines.push(make("li", {}, say(n ? "find_word" : "find_nothing", { word, n, documents: new Set(hits.map((hit) => hit.doc)).size, all: found.chars.size })));
      if (!n || known.length < 2) return;
      const span = Array.from({ length: known.at(-1) - known[0] + 1 }, (_, k) => known[0] + k);
      charts.push(chart(text, word, span.map((year) => {
        const chars = [...found.chars].reduce((sum, [doc, each]) => sum + (data.docs[doc][4] === year ? each : 0), 0);
        const count = hits.reduce((sum, hit) => sum + (data.docs[hit.doc][4] === year ? hit.counts[i] : 0), 0);
        return { year, n: count, value: whole() ? count * 10000 / Math.max(chars, 1) : count, known: known.includes(year) };
      })));
    });
    const remarks = [found.hits.length && known.length < 2 && say("find_no_years"), !whole() && say(data.chosen ? "find_chosen" : "find_part")].filter(Boolean);
    output.replaceChildren(make("ul", { className: "facts" }, ...lines),
      ...(found.hits.length ? [make("p", {}, make("a", { href: seeWord(text) }, say("find_all", { n: found.hits.length })))] : []),
      ...(charts.length ? [make("div", { className: "charts" }, ...charts)] : []), ...remarks.map((remark) => make("p", { className: "remark" }, remark)),
      ...(found.hits.length ? [table(query, found, text)] : []));
  };
  const form = document.querySelector("form.find");
  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); location.hash = `#find/${part(box.value)}`; });
  box.addEventListener("input", () => { if (!box.value) { find(""); history.replaceState(null, "", location.pathname + location.search); } });
  const unpack = async () => {
    const bytes = Uint8Array.from(atob(data.rest), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const all = JSON.parse(new TextDecoder("utf-16le").decode(await new Response(stream).arrayBuffer()));
    let next = 0;
    corpus = all.map((sentence) => sentence || data.sentences[next++]);
    if (/^#(find|see\/word)\//.test(location.hash)) open();
  };
