// The names of the practice tenant's people, by culture. Where a name is not written in Latin letters the part after
// the bar is what its e-mail address uses. `familyFirst` is for cultures that write the family name first.
export type Culture = {
  locale: string;
  given: readonly string[];
  family: readonly string[];
  familyFirst?: true;
};

export const CULTURES: readonly Culture[] = [
  culture("en-GB", "Olivia George Isla Harry Poppy Alfie Freya Oscar", "Bennett Clarke Hughes Marsh Whitfield Turner"),
  culture("en-US", "Ava Mason Harper Logan Zoe Caleb Maya Ethan", "Brooks Carter Freeman Mitchell Reyes Sullivan"),
  culture("de-DE", "Lena Jonas Greta Felix Anneliese Lukas Frieda Jörg", "Schäfer Weber Köhler Brandt Vogel Lindemann"),
  culture("fr-FR", "Chloé Hugo Inès Théo Maëlle Rémi Océane Bastien", "Lefèvre Moreau Girard Dubois Chevalier Perrin"),
  culture("es-ES", "Lucía Mateo Paula Íñigo Noa Álvaro Carmen Iker", "García Núñez Ibarra Romero Peña Castaño"),
  culture(
    "pt-BR",
    "Beatriz Thiago Luana João Yasmin Caio Antônia Davi",
    "Araújo Conceição Moura Ribeiro Teixeira Silva",
  ),
  culture(
    "it-IT",
    "Ginevra Lorenzo Bianca Matteo Serena Niccolò Alba Dario",
    "Conti Ferrara Marchetti Gallo Esposito Villa",
  ),
  culture(
    "pl-PL",
    "Zuzanna Michał Agnieszka Łukasz Hanna Paweł Kasia Bartosz",
    "Wiśniewska Nowak Zając Kowalczyk Wójcik",
  ),
  culture("sv-SE", "Astrid Björn Ebba Göran Saga Åke Linnea Måns", "Lindqvist Sjöberg Åkesson Ekström Nyström"),
  culture("tr-TR", "Elif Emre Zeynep Çağrı Defne Ömer İpek Yiğit", "Yılmaz Demir Şahin Öztürk Aydın"),
  culture("nl-NL", "Fenna Daan Sanne Bram Lotte Sven Noor Thijs", "Bakker Visser Smit Mulder Dekker"),
  culture("en-NG", "Adaeze Chinedu Folake Emeka Ngozi Tunde Zainab Ikenna", "Okafor Adeyemi Balogun Eze Nwosu"),
  culture("en-KE", "Wanjiku Kamau Achieng Otieno Njeri Kiprono", "Mwangi Odhiambo Kariuki Chebet Wekesa"),
  culture("en-IN", "Aarav Priya Kavya Arjun Meera Rohan Ananya Vikram", "Iyer Sharma Banerjee Nair Reddy Khan"),
  culture(
    "ar-SA",
    "ليلى|leila عمر|omar سلمى|salma يوسف|yousef نور|nour كريم|karim",
    "الفارسي|alfarsi حداد|haddad المصري|almasri منصور|mansour",
  ),
  culture(
    "he-IL",
    "נועה|noa איתן|eitan תמר|tamar יונתן|yonatan שירה|shira",
    "לוי|levi מזרחי|mizrahi כהן|cohen ברק|barak",
  ),
  culture("ja-JP", "さくら|sakura 陽翔|haruto 結衣|yui 蓮|ren 美咲|misaki", "佐藤|sato 高橋|takahashi 田中|tanaka 山本|yamamoto", true),
  culture("zh-CN", "晓明|xiaoming 丽华|lihua 伟|wei 静|jing 思远|siyuan", "王|wang 李|li 陈|chen 赵|zhao", true),
  culture("ko-KR", "지우|jiwoo 민준|minjun 서연|seoyeon 도윤|doyun", "김|kim 박|park 이|lee 최|choi", true),
  culture(
    "el-GR",
    "Ελένη|eleni Νίκος|nikos Σοφία|sofia Γιώργος|giorgos",
    "Παπαδάκης|papadakis Νικολάου|nikolaou Βλάχος|vlachos",
  ),
];

type Spellings = { shown: string; ascii: string };
const known = new Map<string, Spellings>();

/** The two spellings of a name as listed above. */
export function spellings(name: string): Spellings {
  const there = known.get(name);
  if (there) return there;
  const made = makeSpellings(name);
  known.set(name, made);
  return made;
}

function makeSpellings(name: string): Spellings {
  const [shown = name, latin = name] = name.split("|");
  // Letters that Unicode does not decompose are replaced first; the rest lose their accents.
  const plain = latin.replace(/ł/gi, "l").replace(/ø/gi, "o").replace(/ı/g, "i").replace(/ß/g, "ss");
  const ascii = plain.normalize("NFD").replace(/[^a-z]/gi, "").toLowerCase();
  return { shown, ascii };
}

function culture(locale: string, given: string, family: string, familyFirst?: true): Culture {
  const names = { locale, given: given.split(" "), family: family.split(" ") };
  return familyFirst ? { ...names, familyFirst } : names;
}
