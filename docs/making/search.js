/* Who looks for Chinese words finds pages in Chinese first, and reads so in Chinese. */
const inChinese = /[\u3400-\u9fff]/.test(new URLSearchParams(window.location.search).get("q"));

var Scorer = {
  score: ([page, , , , score]) => (inChinese === page.startsWith("zh/") ? score + 20 : score),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};

if (inChinese) {
  Documentation.PLURAL_EXPR = () => 0;
  Object.assign(Documentation.TRANSLATIONS, {
    Searching: "正在搜索",
    "Search Results": "搜索结果",
    "Search finished, found one page matching the search query.": ["找到 ${resultCount} 页。"],
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "没有找到。请换一个词试试。",
  });
}
