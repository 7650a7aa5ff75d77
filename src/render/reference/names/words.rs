//! Words by which names are told apart.

/// Family names that stand first, and of which persons are called by both names
/// in that order in any language.
pub const FAMILY_FIRST: &[&str] = &[
    "Bai", "Cai", "Cao", "Chen", "Cheng", "Choe", "Choi", "Deng", "Ding", "Dong", "Du", "Fan", "Fang", "Feng", "Gao",
    "Guo", "Han", "He", "Hu", "Hua", "Huang", "Hwang", "Jeong", "Jiang", "Jin", "Jung", "Kang", "Kim", "Kong", "Lee",
    "Lei", "Li", "Liang", "Lin", "Liu", "Lu", "Luo", "Ma", "Mao", "Meng", "Moon", "Nguyen", "Pan", "Park", "Peng",
    "Pham", "Qian", "Qin", "Ren", "Shen", "Shi", "Song", "Su", "Sun", "Tang", "Tian", "Tran", "Wang", "Wei", "Wen",
    "Wu", "Xi", "Xia", "Xiao", "Xie", "Xu", "Yan", "Yang", "Yao", "Ye", "Yoon", "Yu", "Yuan", "Zeng", "Zhang", "Zhao",
    "Zheng", "Zhou", "Zhu",
];

/// What stands after a family name, in lower case and without a stop.
pub const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Words of institutions: no name of a person has one.
pub const INSTITUTIONS: &[&str] = &[
    "agency",
    "association",
    "authority",
    "board",
    "bureau",
    "center",
    "centre",
    "college",
    "commission",
    "committee",
    "company",
    "corporation",
    "council",
    "court",
    "department",
    "editors",
    "federation",
    "foundation",
    "government",
    "group",
    "inc",
    "institute",
    "institut",
    "institution",
    "international",
    "ltd",
    "ministry",
    "museum",
    "nations",
    "network",
    "news",
    "office",
    "organisation",
    "organization",
    "parliament",
    "party",
    "press",
    "project",
    "review",
    "school",
    "service",
    "society",
    "staff",
    "team",
    "times",
    "trust",
    "union",
    "university",
    "universität",
    "université",
];
