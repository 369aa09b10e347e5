"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const say = (key, fields = {}) => data.say[key].replace(/\{(\w+)\}/g, (_, name) => fields[name]);
  const get = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : undefined); // a word may be "constructor"
  const clear = (text) => { try { return decodeURIComponent(text || ""); } catch { return ""; } };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, fields = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), fields);
    node.append(...children);
    return node;
  };

  // Tables: sort, filter, copy.
  const order = (row, column) => {
    const text = row.cells[column].dataset.order ?? row.cells[column].textContent.trim();
    const number = text === "-inf" ? -Infinity : Number(text);
    return text === "" || Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b || 0;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a < b ? -1 : a > b ? 1 : 0;
  };
  const sortBy = (table, column) => {
    const heads = [...table.tHead.rows[0].cells];
    const numeric = heads[column].classList.contains("num");
    const now = heads[column].getAttribute("aria-sort");
    const next = now === "none" ? (numeric ? "descending" : "ascending") : now === "ascending" ? "descending" : "ascending";
    heads.forEach((head) => head.setAttribute("aria-sort", "none"));
    heads[column].setAttribute("aria-sort", next);
    const sign = next === "ascending" ? 1 : -1;
    const rows = [...table.tBodies[0].rows].map((row, index) => ({ row, index, key: order(row, column) }));
    rows.sort((a, b) => sign * compare(a.key, b.key) || a.index - b.index);
    table.tBodies[0].append(...rows.map((entry) => entry.row));
  };
  const copyText = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = say("copied");
    setTimeout(() => { button.textContent = label; }, 1500);
  };
  // 5（1）, five of which one is inside longer words, is the number 5 to a spreadsheet.
  const plainText = (cell) => cell.textContent.trim().replace(/\s+/g, " ").replace(/^(\d+) ?[(（]\d+[)）]$/, "$1");
  const tableText = (table) => [...table.rows].filter((row) => !row.hidden)
    .map((row) => [...row.cells].map(plainText).join("\t")).join("\n");
  const show = (table) => {
    const words = (table.dataset.filter || "").toLowerCase().split(/\s+/).filter(Boolean);
    const lens = table.dataset.lens || "";
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word)) || Boolean(lens && row.dataset.lens && row.dataset.lens !== lens);
    }
  };
  for (const figure of all("figure.grid")) {
    const table = figure.querySelector("table");
    const heads = [...table.tHead.rows[0].cells];
    const rows = table.tBodies[0].rows.length;
    heads.forEach((head, column) => {
      if (rows < 2) return;
      const button = make("button", { type: "button", title: say("sort") }, head.textContent);
      button.addEventListener("click", () => sortBy(table, column));
      head.replaceChildren(button);
      head.setAttribute("aria-sort", "none");
    });
    const tools = make("div", { className: "tools" });
    if (rows > 7) {
      const input = make("input", { type: "search", placeholder: say("filter") });
      input.setAttribute("aria-label", say("filter"));
      input.addEventListener("input", () => { table.dataset.filter = input.value; show(table); });
      tools.append(input);
    }
    const copy = make("button", { type: "button" }, say("copy"));
    copy.addEventListener("click", () => copyText(tableText(table), copy));
    tools.append(copy);
    figure.querySelector("figcaption").after(tools);
  }
  for (const block of all(".copyable")) {
    const text = block.textContent;
    const button = make("button", { type: "button", className: "copy" }, say("copy"));
    button.addEventListener("click", () => copyText(text, button));
    block.before(button);
  }

  // Choice of a pair of groups and of a lens; every part of the page follows.
  const forms = all("form.choice");
  const choose = (pair, lens) => {
    for (const form of forms) {
      const select = form.elements.pair;
      if ([...select.options].some((option) => option.value === pair)) select.value = pair;
      if (lens !== undefined && form.elements.lens) form.elements.lens.value = lens;
      const section = form.closest("section");
      for (const figure of all("figure[data-pair]", section)) figure.hidden = figure.dataset.pair !== select.value;
      if (!form.elements.lens) continue;
      for (const table of all("table", section)) {
        table.dataset.lens = form.elements.lens.value;
        table.classList.toggle("one-lens", Boolean(form.elements.lens.value));
        show(table);
      }
    }
  };
  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      const lens = form.elements.lens ? form.elements.lens.value : undefined;
      choose(form.elements.pair.value, lens);
      const shown = lens === undefined ? (forms[0].elements.lens || {}).value || "" : lens;
      history.replaceState(null, "", `#view/${form.closest("section").id}/${encodeURIComponent(form.elements.pair.value)}/${encodeURIComponent(shown)}`);
    });
  }
  if (forms.length) {
    const lens = forms[0].elements.lens;
    choose(forms[0].elements.pair.value, lens ? lens.options[0].value : undefined);
  }

  // The sentences behind a number.
  const drawer = document.getElementById("drawer");
  const body = document.getElementById("drawer-body");
  const under = (path, at) => !at || path === at || path.startsWith(`${at}/`);
  const where = (leaf, line) => {
    const [doc, path, heading] = data.leaves[leaf];
    const parts = [data.docs[doc][1], `${path} ${heading}`.trim()];
    if (line) parts.push(say("line", { n: line }));
    return make("span", { className: "where" }, parts.join("\u3000"));
  };
  const marked = (text, offset, length) => length
    ? [text.slice(0, offset), make("mark", {}, text.slice(offset, offset + length)), text.slice(offset + length)]
    : [text];
  const wanted = (sight) => (doc, path) => {
    const [docId, , , group] = data.docs[doc];
    return (!sight.doc || docId === sight.doc) && (!sight.groups.length || sight.groups.includes(group)) && under(path, sight.path);
  };
  const sentencesOf = (leaf) => data.sentences.filter((sentence) => sentence[0] === leaf).map((sentence) => sentence[1]);
  const bold = (text) => make("b", {}, `${text}\u3000`);
  const placesOf = (kind, sight) => {
    const fits = wanted(sight);
    return (get(data.places[kind], sight.name) || [])
      .filter(([sentence]) => fits(data.leaves[data.sentences[sentence][0]][0], data.leaves[data.sentences[sentence][0]][1]));
  };
  const quoted = ([sentence, offset, length, line], ...before) => {
    const [leaf, text] = data.sentences[sentence];
    return make("li", {}, ...before, ...marked(text, offset, length), where(leaf, line));
  };
  const listPlaces = (sight) => placesOf(sight.kind, sight).map((place) => quoted(place));
  // Two documents side by side.
  const linkAt = (name) => {
    const [number, group] = name.split(".");
    const pair = get(data.compared, number);
    return { pair, group: pair && get(pair.groups, group) };
  };
  const laid = (pieces, sign, tag) => pieces.filter(([kind]) => kind === "=" || kind === sign)
    .map(([kind, text]) => (kind === "=" ? text : make(tag, {}, text)));
  const listLink = (sight) => {
    const { pair, group } = linkAt(sight.name);
    return (group ? group[2] : []).map((number) => {
      const [remark, oldLeaf, oldLine, newLeaf, newLine, pieces] = pair.rows[number];
      const side = (leaf, line, sign, tag) => make("div", { className: `side ${tag}` },
        ...(leaf < 0 ? [] : [...laid(pieces, sign, tag), where(leaf, line)]));
      return make("li", { className: "both" }, make("b", {}, remark), side(oldLeaf, oldLine, "-", "del"), side(newLeaf, newLine, "+", "ins"));
    });
  };
  const beside = (leaf) => Object.entries(data.compared).flatMap(([number, pair]) => Object.entries(pair.groups)
    .filter(([, group]) => group[1].includes(leaf))
    .map(([group]) => make("a", { className: "where", href: `#see/link/${number}.${group}` }, say("beside", { name: pair.name }))));
  const listUnpaired = (sight) => {
    const leaves = new Set(get(get(data.unpaired, sight.groups.join("~")), sight.kind) || []);
    return placesOf("theme", sight).filter(([sentence]) => leaves.has(data.sentences[sentence][0])).map((place) => {
      const item = quoted(place);
      item.append(...beside(data.sentences[place[0]][0]));
      return item;
    });
  };
  const listGraded = (sight) => placesOf("graded", sight).map((place) => quoted(place, bold(say(place[4] ? "strong" : "weak"))));
  const listHolding = (sight) => {
    const byLeaf = new Map();
    for (const place of placesOf("theme", sight)) {
      const leaf = data.sentences[place[0]][0];
      if (!byLeaf.has(leaf)) byLeaf.set(leaf, []);
      byLeaf.get(leaf).push(place);
    }
    return [...byLeaf.values()].filter((places) => places.length >= data.min_mentions)
      .map((places) => quoted(places[0], bold(say("mentions", { n: places.length }))));
  };
  const listHeadings = (sight) => {
    const fits = wanted(sight);
    return (get(data.headings[sight.kind], sight.name) || []).filter(([doc, path]) => fits(doc, path))
      .map(([doc, path, heading, offset, length, line]) => make("li", {}, ...marked(heading, offset, length),
        make("span", { className: "where" }, [data.docs[doc][1], path, say("line", { n: line })].join("\u3000"))));
  };
  const listTopic = (sight) => {
    const fits = wanted(sight);
    return (get(data.topics, sight.name) || [])
      .filter(([leaf]) => fits(data.leaves[leaf][0], data.leaves[leaf][1]))
      .map(([leaf, share]) => make("li", {}, make("b", {}, `${(share * 100).toFixed(1)}% `), sentencesOf(leaf).join(""), where(leaf, data.leaves[leaf][3])));
  };
  const listSection = (sight) => {
    const fits = wanted(sight);
    return data.leaves.flatMap(([doc, path, , line], leaf) => {
      const text = fits(doc, path) ? sentencesOf(leaf).join("") : "";
      return text ? [make("li", {}, text, where(leaf, line), ...beside(leaf))] : [];
    });
  };
  const listAgency = (sight) => {
    const fits = wanted({ ...sight, path: "" });
    return (get(data.agencies, sight.name) || []).filter(([doc, path]) => fits(doc, path)).map(([doc, path, written]) => {
      const leaf = data.leaves.findIndex((entry) => entry[0] === doc && entry[1] === path);
      const place = leaf < 0 ? make("span", { className: "where" }, data.docs[doc][1]) : where(leaf, data.leaves[leaf][3]);
      return make("li", {}, make("mark", {}, written), place);
    });
  };
  const listCleaning = (sight) => (get(get(data.cleaning, sight.doc), sight.name) || []).map(([line, text]) =>
    make("li", {}, text, make("span", { className: "where" }, `${sight.doc}\u3000${say("line", { n: line })}`)));
  // (search.js)

  const listers = {
    new: listUnpaired, dropped: listUnpaired, theme: listPlaces, term: listPlaces, feature: listPlaces, phrase: listPlaces, holding: listHolding, chapter: listHeadings, item: listHeadings, graded: listGraded,
    topic: listTopic, section: listSection, agency: listAgency, cleaning: listCleaning, link: listLink, word: listWord, quantity: listPlaces,
  };
  const counted = (sight, n) => {
    const fits = wanted({ ...sight, path: "" });
    const total = get(get(data.totals, sight.kind), sight.name);
    if (sight.kind === "word") return say("find_sentences", { n });
    if (data.chosen) return say("shown_chosen", { n });
    const cleaned = sight.kind === "cleaning" && get(get(data.cleaned, sight.doc), sight.name);
    if (total && (sight.doc || sight.groups.length)) return say("shown_first", { n, first: data.first });
    if (total || cleaned) return say("shown_of", { shown: n, n: total || cleaned });
    if (sight.kind === "link") return say("link_of", { shape: linkAt(sight.name).group[0], n });
    if (sight.kind === "topic") return say("topic_sections", { n });
    if (sight.kind === "holding") return say("sections_of", { n, all: data.leaves.filter(([doc, path]) => fits(doc, path)).length });
    if (get(data.n_headings, sight.kind)) {
      return say("headings_of", { n, all: data.n_headings[sight.kind].reduce((sum, each, doc) => sum + (fits(doc, "") ? each : 0), 0) });
    }
    if (sight.kind === "graded") return say("graded_of", { n: placesOf("graded", sight).filter((place) => place[4]).length, all: n });
    return say("sentences_of", { n });
  };

  const look = (sight) => {
    const list = get(listers, sight.kind);
    if (!list) return;
    const items = list(sight);
    const known = data.docs.find(([id]) => id === sight.doc);
    const linked = sight.kind === "link" && (linkAt(sight.name).pair || { name: "" }).name;
    const called = sight.kind === "quantity" ? "" : linked || (sight.kind === "cleaning" && get(data.kinds, sight.name)) || sight.name;
    const parts = [called, sight.groups.join(" / "), known ? known[1] : sight.doc, sight.path];
    const name = [say(`see_${sight.kind}`), ...parts].filter(Boolean).join("\u3000");
    const title = document.getElementById("drawer-title");
    title.textContent = items.length ? `${name}${say("colon")}${counted(sight, items.length)}` : name;
    body.replaceChildren(items.length ? make("ol", {}, ...items) : make("p", {}, say(data.chosen ? "nothing_chosen" : "nothing_found")));
    drawer.classList.toggle("broad", sight.kind === "link");
    if (!drawer.open) drawer.showModal();
    body.scrollTop = 0;
    title.focus();
  };

  // Addresses: #topics, #doc-1-3, #view/changes/2020~2024/rate, #see/theme/安全韧性/2024//
  let anchor = "";
  const open = () => {
    const [kind, ...parts] = location.hash.slice(1).split("/");
    if (kind === "see") {
      const [what, name, groups, doc, path] = parts;
      look({ kind: what, name: clear(name), groups: (groups || "").split(",").filter(Boolean).map(clear), doc: clear(doc), path: clear(path) });
      return;
    }
    if (drawer.open) drawer.close();
    anchor = location.hash;
    if (kind === "find") {
      find(clear(parts.join("/")));
      form.scrollIntoView();
      return;
    }
    if (kind === "view") {
      choose(clear(parts[1]), parts[2] === undefined ? undefined : clear(parts[2]));
      const section = document.getElementById(parts[0]);
      if (section) (section.querySelector("form.choice") || section).scrollIntoView();
      return;
    }
    const target = kind && document.getElementById(clear(kind));
    if (!target) return;
    const folded = target.closest("details");
    if (folded) folded.open = true;
    target.scrollIntoView();
  };
  drawer.addEventListener("close", () => {
    if (location.hash.startsWith("#see/")) history.replaceState(null, "", anchor || location.pathname + location.search);
  });
  drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
  document.getElementById("drawer-close").addEventListener("click", () => drawer.close());
  window.addEventListener("hashchange", open);

  // Print everything; put the reader's view back afterwards.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((details) => { details.open = false; }));

  // The contents show where the reader is.
  const links = new Map(all("nav a").map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      links.forEach((link) => link.removeAttribute("aria-current"));
      links.get(entry.target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  all("main > section").forEach((section) => watch.observe(section));

  open();
  if (data.rest) unpack();
})();
