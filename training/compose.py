#!/usr/bin/env python3
"""Composes references of kinds that the annotated sets have few of: notes of historians in German, Italian,
French, Spanish and English, and lists of physics, whose references have no title or a bare one.

usage: compose.py COUNT > COMPOSED.jsonl
       compose.py COUNT --records > RECORDS.json     (CSL-JSON, for render.js)

Names, titles, journals, publishers and places are put together from `words.json`, which was written for
this: no record is one of a real work, save by accident. Each line is {"raw": ..., "fields": [[label, text]...]},
the fields being all of the reference in order.
"""
import json, os, random, re, sys

WORDS = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "words.json"), encoding="utf8"))
CENTURIES = {"it": ["Cinquecento", "Seicento", "Settecento", "secolo XVI", "secolo XVIII", "Rinascimento", "Medioevo"],
             "fr": ["XVIe siècle", "XIXe siècle", "Moyen Âge", "XVIIIe siècle", "XXe siècle"],
             "es": ["siglo XVI", "siglo XIX", "siglo XX"], "de": ["19"], "en": ["nineteenth century"]}
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIV", "XVII", "XIX", "XXI", "XXIV",
         "XXXI", "XL", "XLIV", "LII", "LXXVI", "XCIX", "CXX", "CXXXVI", "CLXX"]


def fill(form, lang, rng):
    """A form of words.json with its words: {n} a noun, {N} with a capital, {a} an adjective, {p} a place..."""
    w = WORDS[lang]
    lists = {"n": w.get("noun"), "a": w.get("adj"), "q": w.get("q"), "x": w.get("x"), "p": w.get("place"), "g": w.get("given"), "f": w.get("family")}

    def pick(match):
        key = match.group(1)
        if key[0] == "y":
            return str(19 if key == "y0" else rng.randrange(1600, 1900) if key == "y1" else rng.randrange(1900, 1990))
        if key == "c":
            return rng.choice(CENTURIES[lang])
        words = lists[key.lower()]
        word = rng.choice(words.split() if key in "gf" else words.split("|"))
        if key.lower() == "p":
            word = re.split(r"[-/,]", word)[0]
        return word[0].upper() + word[1:] if key.isupper() else word

    text = re.sub(r"\{(\w+)\}", pick, form)
    return text[0].upper() + text[1:]


def one(lang, key, rng):
    return fill(rng.choice(WORDS[lang][key].split("|")), lang, rng)


def title(lang, rng):
    text = one(lang, "form", rng)
    if "sub" in WORDS[lang] and rng.random() < .4 and not text.endswith("?"):
        text += rng.choice([". ", ". ", ": "] if lang in ("de", "it", "fr") else [": "]) + one(lang, "sub", rng)
    return text


def person(lang, rng):
    w = WORDS[lang]
    family = rng.choice([name for name in re.split(r" (?!Luca|Pozzo|Mosto|Roux|Villers|Dijk)", w["family"]) if name])
    given = rng.choice(w["given"].split())
    if rng.random() < .25:
        given += " " + rng.choice("ABCEFGHJKLMNPRSTW") + "."
    return {"family": family, "given": given}


def initials(given):
    return " ".join("-".join(part[0] + "." for part in word.split("-")) for word in given.split())


def record(lang, rng):
    """A record in CSL-JSON."""
    if lang == "physics":
        people = [person(rng.choice(["en", "de", "it", "fr"]), rng) for _ in range(rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 8]))]
        for name in people:
            name["given"] = initials(name["given"])
        first = rng.randrange(1, 2400)
        return {"type": "article-journal", "author": people, "title": one(lang, "form", rng), "container-title": one(lang, "journal", rng),
                "volume": str(rng.randrange(1, 700)), "page": rng.choice([str(first), f"{first}-{first + rng.randrange(3, 40)}", f"0{rng.randrange(10000, 99999)}"]),
                "issued": {"date-parts": [[rng.randrange(1950, 2022)]]}, "_lang": "en", "_kind": "physics"}
    people = [person(lang, rng) for _ in range(rng.choice([1, 1, 1, 1, 2, 2, 3]))]
    year = rng.randrange(1850, 2020)
    kind = rng.choice(["book", "book", "book", "article-journal", "article-journal", "chapter", "chapter"])
    item = {"type": kind, "author": people, "title": title(lang, rng), "issued": {"date-parts": [[year]]}, "_lang": lang}
    first = rng.randrange(1, 700)
    pages = f"{first}-{first + rng.randrange(2, 60)}"
    if kind == "article-journal":
        item |= {"container-title": one(lang, "journal", rng), "volume": str(rng.randrange(1, 140)), "page": pages}
        if rng.random() < .4:
            item["issue"] = str(rng.randrange(1, 13))
        return item
    item |= {"publisher": one(lang, "publisher", rng), "publisher-place": rng.choice(WORDS[lang]["place"].split("|"))}
    if kind == "chapter":
        item |= {"container-title": title(lang, rng), "page": pages}
        if rng.random() < .85:
            item["editor"] = [person(lang, rng) for _ in range(rng.choice([1, 1, 2, 3]))]
    elif rng.random() < .15:
        item["edition"] = str(rng.randrange(2, 6))
    if kind == "book" and rng.random() < .06:
        item["author"] = [{"literal": one(lang, "body", rng)}]
    return item


def names(people, lang, rng, flip=None):
    """The names as notes print them."""
    if "literal" in people[0]:
        return people[0]["literal"]
    flip = rng.choice(["first", "first", "initials", "initials", "last", "lastinitials"]) if flip is None else flip
    capital = rng.random() < .15
    out = []
    for name in people:
        family = name["family"].upper() if capital else name["family"]
        given = initials(name["given"]) if "initials" in flip else name["given"]
        out.append(f"{family}, {given}" if flip.startswith("last") else f"{given} {family}")
    last = {"de": [" und ", "/", ", ", " / ", " u. ", " & "], "it": [", ", " e ", " - ", " – "], "fr": [" et ", ", ", " & "],
            "es": [" y ", ", "], "en": [" and ", " and ", " & "]}[lang]
    sign = rng.choice(last)
    if flip.startswith("last"):
        sign = rng.choice({"de": ["; ", "/", " und "], "en": ["; ", " and "]}.get(lang, ["; ", sign]))
    if len(out) > 2 and sign.strip() in ("und", "e", "et", "y", "and", "&", "u."):
        return ", ".join(out[:-1]) + sign + out[-1]
    return sign.join(out)


def editors(item, rng):
    """Of a book without authors, the editors stand where they would."""
    return item["type"] == "book" and "literal" not in item["author"][0] and rng.random() < .15


def german(item, rng):
    a, t, y = names(item["author"], "de", rng), item["title"], str(item["issued"]["date-parts"][0][0])
    if rng.random() < .25:
        t = rng.choice(["„%s“", "»%s«"]) % t
    place, house = item.get("publisher-place", ""), item.get("publisher", "")
    s = rng.choice(["S. ", "S.", ""])
    page = item.get("page", str(rng.randrange(9, 400))).replace("-", rng.choice(["-", "–", "– "]))
    pin = rng.choice([f"{s}{page}", f"S. {page.split('-')[0].split('–')[0]}", f"S. {rng.randrange(9, 300)} f.", f"S. {rng.randrange(9, 300)} ff."])
    author = ("author", a + rng.choice([",", ",", ":", ":", f""])) if rng.random() < .93 else None
    early = rng.random() < .3 and author
    if author and editors(item, rng):
        author, early = ("editor", f"{a} {rng.choice(['(Hg.)', '(Hrsg.)', '(Hgg.)', '(Hrsg)'])}{rng.choice([',', ':'])}"), False
    head = [author] if author else []
    if early:
        head = [("author", a), ("date", rng.choice([f"({y}):", f"{y}:", f"({y}),", f"{y},", f"({y})."]))]
    if item["type"] == "book":
        imprint = rng.choice([[("location", place)], [("location", place)], [("location", f"{place}:"), ("publisher", house)],
                              [("publisher", house + ","), ("location", place)], [("publisher", f"{house}:"), ("location", place)]])
        if not early:
            imprint = imprint + [("date", y)]
        sign = rng.choice([",", ",", "."])
        out = head + [("title", t + sign)]
        if "edition" in item:
            out.append(("edition", f"{item['edition']}. Aufl.,"))
        if rng.random() < .1:
            out.append(("volume", f"Bd. {rng.choice(ROMAN[:8] + list('1234'))},"))
        out += imprint
        if rng.random() < .5:
            out[-1] = (out[-1][0], out[-1][1] + ",")
            out.append(("pages", pin))
        return out
    lead = rng.choice(["in:", "in:", "In:", "in"])
    if item["type"] == "chapter":
        out = head + [("title", t + rng.choice([",", ",", "."]))]
        ed = rng.choice(["(Hg.)", "(Hrsg.)", "(Hg.)", "(Hgg.)"])
        book = item["container-title"]
        if "editor" in item:
            if rng.random() < .75:
                out += [("editor", f"{lead} {names(item['editor'], 'de', rng)} {ed}{rng.choice([',', ':'])}"), ("book", book + ",")]
            else:
                out += [("book", f"{lead} {book},"), ("editor", f"hrsg. von {names(item['editor'], 'de', rng, 'first')},")]
        else:
            out.append(("book", f"{lead} {book},"))
        out += [("location", place + rng.choice([":", ""]))] if rng.random() < .8 else []
        if out[-1][1].endswith(":"):
            out.append(("publisher", house))
        if not early:
            out.append(("date", y))
        out[-1] = (out[-1][0], out[-1][1].rstrip(",") + ",")
        return out + [("pages", pin)]
    j, v = item["container-title"], item["volume"]
    t_end = rng.choice([",", ",", "."])
    lead = rng.choice(["in: ", "in: ", "In: ", ""])
    if rng.random() < .15 and not early:
        # "in: Osteuropa 7/1998, S. 29-57"
        return head + [("title", t + t_end), ("journal", lead + j + rng.choice(["", ",", ", Nr."])), ("date", f"{rng.randrange(1, 13)}/{y},"), ("pages", pin)]
    number = rng.choice([v, v, f"Jg. {v},", f"Bd. {v}", f"{v}. Jg."])
    tail = rng.choice([f"H. {item.get('issue', '2')},", f"Heft {item.get('issue', '3')},", f"Nr. {item.get('issue', '1')},", ""])
    out = head + [("title", t + t_end), ("journal", lead + j + rng.choice(["", ","])), ("volume", number)]
    if not early:
        out.append(("date", f"({y})" + ("" if tail else ",")))
    if tail:
        out.append(("volume", tail))
    if not out[-1][1].endswith(","):
        out[-1] = (out[-1][0], out[-1][1] + ",")
    return out + [("pages", pin)]


def latin(item, lang, rng):
    """Notes in Italian, French and Spanish."""
    y = str(item["issued"]["date-parts"][0][0])
    flip = rng.choice(["initials", "initials", "first", "last"]) if lang == "it" else None
    a, t = names(item["author"], lang, rng, flip), item["title"]
    place, house = item.get("publisher-place", ""), item.get("publisher", "")
    first = item.get("page", str(rng.randrange(9, 400))).split("-")[0]
    p = {"it": ["p. ", "pp. ", "p. "], "fr": ["p. ", "pp. "], "es": ["p. ", "pp. "]}[lang]
    whole = f"{rng.choice(p)}{item.get('page', first)}"
    pin = rng.choice([whole, f"p. {first}", f"pp. {first} sgg." if lang == "it" else f"p. {first} sq.", f"p. {first} e n. 3" if lang == "it" else whole])
    head = [("author", a + rng.choice([",", ",", ",", ":", ""]))] if rng.random() < .9 else []
    if head and editors(item, rng):
        head = [("editor", f"{a} ({rng.choice({'it': ['a cura di', 'a c. di'], 'fr': ['dir.', 'éd.', 'éds.'], 'es': ['eds.', 'coord.']}[lang])}),")]
    if item["type"] == "book":
        imprint = rng.choice([[("location", place)], [("location", place + ","), ("publisher", house + ",")], [("publisher", house + ","), ("location", place + rng.choice([",", ""]))],
                              [("location", place + ":"), ("publisher", house + ",")], [("location", place + ",")]])
        out = head + [("title", t + rng.choice([",", ",", ",", "."]))]
        if rng.random() < .15:
            out.append(("volume", rng.choice([f"t. {rng.choice(ROMAN[:9])},", f"vol. {rng.choice(ROMAN[:5])},", f"{rng.choice(ROMAN[:6])},"])))
        out += imprint + [("date", y)]
        if rng.random() < .6:
            out[-1] = ("date", y + ",")
            out.append(("pages", pin))
        return out
    quoted = rng.random() < ({"it": .12, "fr": .6, "es": .4}[lang])
    mark = rng.choice(["«%s»", "“%s”"] if lang != "fr" else ["« %s »", "«%s»", "“%s”"])
    t = mark % t if quoted else t
    if item["type"] == "chapter":
        lead = {"it": ["in", "in"], "fr": ["in", "dans", "in :"], "es": ["en"]}[lang]
        by = {"it": ["a cura di", "a c. di"], "fr": ["sous la direction de", "éd. par", "dir."], "es": ["ed. de", "coord."]}[lang]
        out = head + [("title", t + ",")]
        b = f"{rng.choice(lead)} {item['container-title']},"
        if "editor" in item and rng.random() < .75:
            out += [("book", b), ("editor", f"{rng.choice(by)} {names(item['editor'], lang, rng, 'initials' if lang == 'it' else 'first')},")]
        elif "editor" in item:
            out += [("editor", f"{rng.choice(lead)} {names(item['editor'], lang, rng, 'first')} ({rng.choice(['a cura di', 'dir.', 'éd.', 'eds.'])}),"), ("book", item["container-title"] + ",")]
        else:
            out.append(("book", b))
        if rng.random() < .15:
            out.append(("volume", f"{rng.choice(ROMAN[:5])},"))
        out += [("location", place + rng.choice(["", "", ","]))]
        if out[-1][1].endswith(",") and rng.random() < .8:
            out.append(("publisher", house + ","))
        return out + [("date", y + ","), ("pages", pin)]
    j = item["container-title"]
    inside = rng.random() < (.75 if lang == "it" else .15)
    shown = rng.choice(["«%s»,", "«%s»,", "“%s”,", "‘%s’,"]) % j if inside else j + rng.choice([",", "", ","])
    lead = rng.choice(["in ", "", "in "] if lang == "it" else ["", "", "in "])
    v = rng.choice([rng.choice(ROMAN), item["volume"], rng.choice(ROMAN)]) if lang == "it" else rng.choice([item["volume"], f"t. {rng.choice(ROMAN)}", f"vol. {item['volume']}", f"n° {item['volume']}"])
    series = rng.choice([f"s. {rng.choice(ROMAN[:6])},", f"ser. {rng.choice(ROMAN[:5])},", "n.s.,", f"a. {rng.choice(ROMAN)},", "", "", ""]) if lang == "it" else ""
    issue = rng.choice([f"n. {item.get('issue', '2')}", f"fasc. {item.get('issue', '1')}", "", "", ""]) if lang != "fr" else rng.choice([f"n° {item.get('issue', '3')}", "", ""])
    out = head + [("title", t + ","), ("journal", lead + shown)]
    if series:
        out.append(("volume", series))
    out.append(("volume", v + ("," if issue else "")))
    if issue:
        out.append(("volume", issue))
    date = rng.choice([f"({y}),", f"({y}),", f"{y},", f"({y}):"])
    if not date.startswith("("):
        out[-1] = (out[-1][0], out[-1][1].rstrip(",") + ",")
    return out + [("date", date), ("pages", whole)]


def english(item, rng):
    """Notes in English: titles with "and", several places, imprints without a publisher."""
    y = str(item["issued"]["date-parts"][0][0])
    a, t = names(item["author"], "en", rng, rng.choice(["first", "first", "initials"])), item["title"]
    place, house = item.get("publisher-place", ""), item.get("publisher", "")
    if rng.random() < .2 and place:
        place += rng.choice([", ", " and "]) + one("en", "place", rng)
    first = item.get("page", str(rng.randrange(9, 400))).split("-")[0]
    pin = rng.choice([f"p. {first}", first, f"pp. {item.get('page', first + '–9')}", f"{first}–{int(first) + 4}"])
    out = [("author", a + ",")] if rng.random() < .93 else []
    if item["type"] == "book" and len(item["author"]) == 1 and rng.random() < .2:
        # "Emerson, Nature (Boston, 1836)"
        out = [("author", item["author"][0].get("family", a) + ",")]
    elif out and editors(item, rng):
        out = [("editor", f"{a} ({rng.choice(['ed.', 'eds', 'eds.'])}),")]
    if item["type"] == "book":
        out.append(("title", t + rng.choice(["", "", ","])))
        comma = out[-1][1].endswith(",")
        imprint = [("location", f"{place}:"), ("publisher", house + ","), ("date", y)] if rng.random() < .45 else \
            rng.choice([[("location", place + ","), ("date", y)], [("location", place), ("date", y)], [("publisher", house + ","), ("date", y)], [("date", y)]])
        if not comma:
            imprint[0] = (imprint[0][0], "(" + imprint[0][1])
            imprint[-1] = (imprint[-1][0], imprint[-1][1] + ")")
        out += imprint
        if rng.random() < .75:
            out[-1] = (out[-1][0], out[-1][1] + rng.choice([",", ",", ""]))
            out.append(("pages", pin))
        return out
    t = rng.choice(["“%s,”", "‘%s’,", "\"%s,\"", "'%s',"]) % t
    if item["type"] == "chapter":
        out += [("title", t), ("book", f"in {item['container-title']},")]
        if "editor" in item:
            eds = names(item["editor"], "en", rng, "first")
            if rng.random() < .7:
                out.append(("editor", f"{rng.choice(['ed.', 'eds.', 'edited by'])} {eds}"))
            else:
                out[-1:] = [("editor", f"in {eds} ({rng.choice(['ed.', 'eds', 'eds.'])}),"), ("book", item["container-title"])]
        out += rng.choice([[("location", f"({place}:"), ("publisher", house + ","), ("date", f"{y}),")], [("location", f"({place},"), ("date", f"{y}),")], [("location", f"({place}"), ("date", f"{y}),")]])
        return out + [("pages", pin)]
    j, v = item["container-title"], item["volume"]
    return out + [("title", t)] + rng.choice([
        [("journal", j), ("volume", v), ("date", f"({y}):"), ("pages", pin)], [("journal", j + ","), ("volume", v), ("date", f"({y}),"), ("pages", pin)],
        [("journal", j + ","), ("volume", f"{v},"), ("volume", f"no. {item.get('issue', '2')}"), ("date", f"({y}):"), ("pages", pin)],
        [("journal", j + ","), ("volume", f"vol. {v},"), ("date", y + ","), ("pages", pin)]])


def physics(item, rng):
    y = str(item["issued"]["date-parts"][0][0])
    people = [f"{n['given']} {n['family']}" for n in item["author"]]
    if rng.random() < .15:
        people = [f"{n['family']}, {n['given']}" for n in item["author"]]
    a = people[0] if len(people) == 1 else ", ".join(people[:-1]) + rng.choice([" and ", ", and ", ", ", " & "]) + people[-1]
    if len(people) > 2 and rng.random() < .3:
        a = people[0] + " et al." if rng.random() < .5 else people[0] + ", et al."
    if rng.random() < .06:
        a = rng.choice(["ATLAS Collaboration", "CMS Collaboration", "Particle Data Group", "Planck Collaboration", "LHCb Collaboration, " + a])
    j, v, p = item["container-title"], item["volume"], item["page"].split("-")[0] if rng.random() < .7 else item["page"]
    if re.search(r" [A-D]$", j) and rng.random() < .5:
        j, v = j[:-2], j[-1] + v
    number = [] if rng.random() < .7 else [("number", rng.choice(["[%d]", "%d.", "(%d)"]) % rng.randrange(1, 90))]
    preprint = rng.choice([f"arXiv:{rng.randrange(700, 2200):04}.{rng.randrange(1000, 99999)}", f"hep-ph/{rng.randrange(9200000, 9912999)}", f"astro-ph/0{rng.randrange(100000, 712999)}"])
    r = rng.random()
    if r < .08:
        return number + [("author", a + ",")] + [("other", rng.choice([preprint, f"[{preprint}]"]) + ".")]
    if r < .2 and number + []:
        pass
    with_title = rng.random() < .4
    title_ = [("title", rng.choice(["%s,", "“%s,”", "\"%s,\"", "%s."]) % item["title"])] if with_title else []
    after = [] if rng.random() < .7 else [("other", rng.choice([f"[{preprint}]", f"[{preprint}].", preprint + "."]))]
    early = rng.random() < .2
    body = rng.choice([
        [("journal", j), ("volume", v + ","), ("pages", p), ("date", f"({y})")], [("journal", j), ("volume", v), ("date", f"({y})"), ("pages", p)],
        [("journal", j), ("volume", f"{v}:"), ("pages", p + ","), ("date", y)], [("journal", j + ","), ("volume", v + ","), ("pages", p + ","), ("date", y)],
        [("journal", j + ","), ("volume", v + ","), ("pages", p), ("date", f"({y})")], [("journal", j), ("date", y + ","), ("volume", v + ","), ("pages", p)]])
    if early:
        body = [("journal", j + ","), ("volume", v + ","), ("pages", p)]
        return number + [("author", a + rng.choice([",", ""])), ("date", rng.choice([y + ",", f"({y}),", f"({y})"]))] + title_ + body + after
    end = rng.choice([".", ";", "", "."])
    if not after:
        body[-1] = (body[-1][0], body[-1][1] + end)
    return number + [("author", a + rng.choice([",", ",", ",", ":"]))] + title_ + body + after


def fields(item, rng):
    lang = item["_lang"]
    if item.get("_kind") == "physics":
        return physics(item, rng)
    out = german(item, rng) if lang == "de" else english(item, rng) if lang == "en" else latin(item, lang, rng)
    return out[:-1] + [(out[-1][0], out[-1][1] + rng.choice([".", ".", "", ";"]))]


def main():
    rng = random.Random(11)
    count = int(sys.argv[1])
    langs = ["de"] * 6 + ["it"] * 5 + ["fr"] * 3 + ["es"] * 2 + ["en"] * 4 + ["physics"] * 5
    items = [record(rng.choice(langs), rng) for _ in range(count)]
    if "--records" in sys.argv:
        for at, item in enumerate(items):
            item["id"] = str(at)
        return print(json.dumps(items, ensure_ascii=False))
    for item in items:
        out = [[label, value] for label, value in fields(item, rng) if value.strip()]
        print(json.dumps({"raw": " ".join(value for _, value in out), "fields": out}, ensure_ascii=False))


if __name__ == "__main__":
    main()
