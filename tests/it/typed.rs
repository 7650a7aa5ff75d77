//! What people type, and how many passages it finds; each text is a document of its own.

use crate::harness::Dir;

/// A library, and for each query the number of passages that hold it all.
fn holds(texts: &[&str], queries: &[(&str, usize)]) {
    let dir = Dir::new();
    for (i, text) in texts.iter().enumerate() {
        dir.file(&format!("docs/{i}.txt"), text);
    }
    dir.ibid(&["index", "docs"]).exits(0);
    for (query, want) in queries {
        let ran = dir.ibid(&["search", "-c", "--", query]);
        assert_eq!(ran.out.trim(), want.to_string(), "{query}: {}", ran.err);
    }
}

#[test]
fn a_word_after_an_apostrophe_is_a_word() {
    holds(
        &[
            "L'ouvrier parle à l’Académie navale, et c'est le phare qui répond.\n",
            "The mate O'Farrow met Madame d'Orsel near all'Arsenale vecchio.\n",
            "They didn't see the pilot's lamp, nor al-Bahr’s harbour lights.\n",
        ],
        &[
            ("ouvrier", 1),
            ("\"l’ouvrier parle\"", 1),
            ("\"ouvrier parle\"", 1),
            ("\"est le phare\"", 1),
            ("\"Académie navale\"", 1),
            ("Farrow", 1),
            ("\"mate O’Farrow\"", 1),
            ("OFarrow", 1),
            ("\"Arsenale vecchio\"", 1),
            ("\"didn’t see\"", 1),
            ("\"didn see\"", 0),
            ("\"the pilot\"", 1),
            ("\"pilot's lamp\"", 1),
            ("\"al-Bahr harbour\"", 1),
            ("\"al-Bahr\"", 1),
        ],
    );
}

#[test]
fn an_acronym_is_not_the_word_of_its_letters() {
    holds(
        &[
            "The U.S. consul sailed on Monday.\n",
            "Marlow v. Finch, 540 U. S. 77, is the rule.\n",
            "The US navy stayed away.\n",
            "Some of us stayed, and nobody told us why.\n",
            "LET US GO TO SEA\n",
            "The H.M.S. Heron sank; it was, i.e. it had been, old.\n",
        ],
        &[
            ("U.S.", 4),
            ("\"U.S.\"", 4),
            ("US", 4),
            ("\"540 U.S. 77\"", 1),
            ("\"540 US 77\"", 1),
            ("\"U. S. consul\"", 1),
            ("\"told us why\"", 1),
            ("\"let us go\"", 1),
            ("HMS", 1),
            ("hms", 1),
            ("\"i e\"", 1),
            ("\"i.e.\"", 1),
            ("\"US navy\"", 1),
            ("case:us", 1),
            ("case:US", 4),
        ],
    );
}

#[test]
fn an_abbreviation_stands_in_longer_words() {
    holds(
        &[
            "The U.S.’s fleet and the U.S.-led league.\n",
            "An anti-US league, C.I.A.'s men.\n",
            "[t]he court and the judge[s] and [H]e.\n",
        ],
        &[
            ("\"US fleet\"", 1),
            ("\"the U.S.'s fleet\"", 1),
            ("\"US-led league\"", 1),
            ("\"U.S. led league\"", 1),
            ("\"anti-U.S. league\"", 1),
            ("\"CIA men\"", 1),
            ("\"the court and the judges\"", 1),
            ("\"[t]he court\"", 1),
        ],
    );
}

#[test]
fn case_counts_where_it_is_asked_for() {
    let texts = ["A Polish pilot came.\n", "They polish the lamp; polished lamps shine.\n", "POLISH SHIPS IN PORT\n"];
    holds(
        &texts,
        &[
            ("polish", 3),
            ("case:Polish", 1),
            ("case:polish", 1),
            ("case:\"Polish pilot\"", 1),
            ("case:pol*", 1),
            ("-case:polish the", 0),
        ],
    );
    let dir = Dir::new();
    dir.file("docs/a.txt", texts[0]).file("docs/b.txt", texts[1]);
    dir.ibid(&["index", "docs"]).exits(0);
    for (args, want) in
        [(["-s", "Polish"], "1"), (["-s", "polish"], "1"), (["-i", "POLISH"], "2"), (["-s", "POLISH"], "0")]
    {
        assert_eq!(dir.ibid(&[&["search", "-c"], &args[..]].concat()).out.trim(), want, "{args:?}");
    }
    let hit = &dir.ibid(&["search", "--json", "-s", "polish lamp"]).exits(0).hits()[0];
    let found: Vec<&str> = hit["matches"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap()).collect();
    assert_eq!(found, ["polish", "lamp"], "neither `polished` nor `lamps`");
}

#[test]
fn a_number_is_one_number() {
    holds(
        &[
            "They took 41,506 casks.\n",
            "Then 41506 more.\n",
            "Und 41.506 Fässer.\n",
            "Puis 41 506 barils.\n",
            "It is 2.5 miles, see pp. 12, 14.\n",
            "در سال ۱۳۹۹ بسته شد.\n",
        ],
        &[
            ("41506", 4),
            ("\"41,506\"", 4),
            ("\"41 506\"", 4),
            ("41.506", 4),
            ("25", 0),
            ("1214", 0),
            ("1399", 1),
            ("\"١٣٩٩\"", 1),
        ],
    );
}

#[test]
fn scripts_without_blanks_and_letters_typed_one_for_the_other() {
    holds(
        &["他去北京看朋友。\n", "南方的京剧很好听。\n", "هذه المدينة كبيرة.\n", "این کتاب درباره بندر است.\n"],
        &[("北京", 1), ("京剧很好", 1), ("北剧", 0), ("مدينه", 1), ("\"المدينة كبيرة\"", 1), ("كتاب", 1)],
    );
}

#[test]
fn a_sentence_is_pasted_with_its_markers() {
    holds(
        &[
            "She had but two masts.[1] The crew was small.\n\n[1] So the log of the mate has it.\n",
            "It is 3 km² wide, near a[1] and a[2].\n",
        ],
        &[
            ("\"but two masts.[1] The crew\"", 1),
            ("\"but two masts.¹ The crew\"", 1),
            ("\"but two masts.1 The crew\"", 1),
            ("\"but two masts. The crew\"", 1),
            ("\"km²\"", 1),
            ("\"a[2]\"", 1),
            ("\"but two masts.[^1] The crew\"", 1),
            ("\"but two masts.[1, 2] The crew\"", 1),
            ("\"but two masts.(1) The crew\"", 1),
            ("\"but one mast.[1] The crew\"", 0),
        ],
    );
}

#[test]
fn operators_of_other_programs_work() {
    holds(
        &[
            "The lamp of the old tower went out. The keeper slept.\n",
            "The tower had no lamp.\n",
            "The keeper slowly trimmed the lamp and the wick.\n",
            "A grey gull, mooring.\n",
        ],
        &[
            ("lamp && tower", 2),
            ("gull || wick", 2),
            ("lamp AND !tower", 1),
            ("lamp pre/4 tower", 1),
            ("lamp /4 tower", 2),
            ("lamp NEAR/4 tower", 2),
            ("tower w/s keeper", 0),
            ("tower w/p keeper", 1),
            ("«old tower»", 1),
            ("‘old tower’", 1),
            ("„old tower“", 1),
            ("\"keeper * trimmed\"", 1),
            ("\"keeper * lamp\"", 0),
            ("\"keeper ** lamp\"", 1),
            ("*ring", 1),
            ("gr[ae]y", 1),
        ],
    );
}

#[test]
fn what_cannot_be_read_is_refused_with_what_is_meant() {
    let dir = Dir::new();
    dir.file("docs/a.txt", "The harbour commissioners met.\n");
    dir.ibid(&["index", "docs"]).exits(0);
    for (args, says) in [
        (vec!["auther:Twain"], "did you mean `author:Twain`"),
        (vec!["lamp ADJ3 wick"], "did you mean `lamp pre/3 wick`"),
        (vec!["lamp +s wick"], "did you mean `lamp pre/s wick`"),
        (vec!["lamp", "--max", "3"], "hint: use --limit N"),
        (vec!["lamp", "-w"], "hint: words are always whole words"),
    ] {
        let ran = dir.ibid(&[&["search"], &args[..]].concat()).exits(2);
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
    }
    assert_eq!(dir.ibid(&["search", "-c", "harbour", "-n", "1", "-n5"]).exits(0).out.trim(), "1");
    let ran = dir.ibid(&["search", "harbour comissioners"]).exits(0);
    assert!(ran.err.contains("no document has `comissioners`; did you mean `commissioners`?"), "{}", ran.err);
    let unknown = &dir.ibid(&["search", "--json", "comissioners"]).exits(1).json()[0]["unknown"][0];
    assert_eq!(
        (unknown["word"].as_str(), unknown["nearest"][0].as_str()),
        (Some("comissioners"), Some("commissioners"))
    );
}

#[test]
fn names_are_searched_in_their_other_forms() {
    let dir = Dir::new();
    dir.file("docs/a.txt", "The Dunmore Ferry Guild (DFG) bought a boat.\n\nIn the spring the guild sold it.\n")
        .file("docs/b.txt", "Nobody asked the DFG for the price.\n")
        .file("docs/c.txt", "Turkey (Türkiye) sent a ship.\n");
    dir.ibid(&["index", "docs"]).exits(0);
    assert_eq!(dir.ibid(&["search", "-c", "\"Dunmore Ferry Guild\""]).out.trim(), "1");
    let proposals = dir.ibid(&["aliases", "--json"]).exits(0).json();
    assert_eq!(proposals[0]["forms"], serde_json::json!(["DFG", "Dunmore Ferry Guild"]));
    assert_eq!(proposals[1]["forms"], serde_json::json!(["Turkey", "Türkiye"]));
    dir.ibid(&["aliases", "--write", "1"]).exits(0);
    assert_eq!(String::from_utf8(dir.bytes("aliases.txt")).unwrap(), "DFG = \"Dunmore Ferry Guild\"\n");
    assert_eq!(dir.ibid(&["aliases", "--json"]).exits(0).json().len(), 1, "what is in force is not proposed");
    for query in ["\"Dunmore Ferry Guild\"", "dunmore ferry guild", "DFG"] {
        let ran = dir.ibid(&["search", query, "-n", "5"]).exits(0);
        assert!(ran.err.contains("also searched: ") && ran.err.starts_with("\n2 passages"), "{query}: {}", ran.err);
    }
    assert_eq!(dir.ibid(&["search", "-c", "--exact", "\"Dunmore Ferry Guild\""]).out.trim(), "1");
    let summary = dir.ibid(&["search", "--json", "DFG"]).json().pop().unwrap();
    assert_eq!(summary["also"][0]["forms"][0], "Dunmore Ferry Guild");
    dir.file("aliases.txt", "DFG =\nlonely\nDFG = Guild\n");
    let ran = dir.ibid(&["search", "DFG"]).exits(0);
    assert!(ran.err.contains("aliases.txt:1: ") && ran.err.contains("aliases.txt:2: "), "{}", ran.err);
}
