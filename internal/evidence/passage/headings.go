package passage

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// foreignHeadings are further headings in other languages than English, as cards of
// 2022 to 2026 have them. An organization adds its own by sections of its configuration.
var foreignHeadings = map[string][]string{
	"intended_use": {"vorgesehene verwendung", "beabsichtigte verwendung", "bestimmungsgemäße verwendung", "zweckbestimmung", "zweck", "anwendungsbereich", "anwendungsbereiche", "anwendungsfälle", "einsatzbereich",
		"utilisations prévues", "usages prévus", "cas d'usage", "cas d'utilisation", "objectif", "finalité", "casos de uso", "uso pretendido", "usos pretendidos", "propósito", "finalidad", "finalidade", "casi d'uso", "usi previsti", "scopo",
		"beoogd gebruik", "doel", "avsedd användning", "tilsigtet brug", "tilsigtet anvendelse", "tiltenkt bruk", "anvendelse", "brug", "предполагаемое использование", "назначение", "область применения", "kullanım amacı", "amaçlanan kullanım", "kullanım alanları",
		"tujuan penggunaan", "tujuan", "kegunaan", "想定される用途", "想定用途", "意図された使用", "사용 목적", "의도된 사용", "활용 분야"},
	"out_of_scope": {"nicht bestimmungsgemäße verwendung", "ausgeschlossene verwendung", "utilisations hors périmètre", "usages déconseillés", "usos no recomendados", "usos não recomendados", "usi impropri", "niet bedoeld gebruik", "недопустимое использование", "kapsam dışı kullanım", "penggunaan di luar cakupan"},
	"limitations": {"bekannte einschränkungen", "beschränkungen", "schwächen", "limites connues", "limites et biais", "limitaciones conocidas", "limitações conhecidas", "limiti", "limitazioni note", "begrænsninger", "kända begränsningar",
		"известные ограничения", "недостатки", "kısıtlamalar", "sınırlılıklar", "bilinen sınırlamalar", "batasan", "batasan dan bias", "限界", "제한 사항", "제한사항", "資料限制"},
	"bias_risk":          {"verzerrungen und risiken", "risiko", "risici", "risiker", "предвзятость", "смещения", "риски", "önyargı", "riskler", "bias dan risiko", "risiko dan bias"},
	"training_data":      {"trainingsdatensatz", "trainingskorpus", "daten", "datensätze", "données d'entrainement", "jeu de données", "jeux de données", "datos", "datos usados", "dados", "dados de treino", "dados utilizados", "dati", "dati di training", "trainingsgegevens", "gegevens", "træningsdata", "data", "данные", "датасет", "данные обучения", "eğitim verileri", "veri seti", "data latih", "dataset pelatihan", "学習データセット", "トレーニングデータ", "データ", "훈련 데이터", "데이터", "資料", "数据", "數據"},
	"training_procedure": {"trainingsverfahren", "trainingsablauf", "procédure d'entraînement", "procedimiento de entrenamiento", "procedimento de treinamento", "procedura di addestramento", "trainingsprocedure", "träning", "træning", "trening", "процесс обучения", "eğitim süreci", "proses pelatihan"},
	"evaluation":         {"evaluierung", "bewertung", "evaluation und ergebnisse", "leistung", "performances", "rendimiento", "desempenho", "prestazioni", "evaluatie", "prestaties", "utvärdering", "prestanda", "оценка качества", "качество", "değerlendirme", "performans", "evaluasi", "kinerja", "性能", "성능"},
}

// roots are what headings in scripts without inner blanks, and in Arabic, are
// composed of, and what each tells the section to be about.
var roots = []struct {
	key   string
	words []string
}{
	{"how_to_use", strings.Fields("使用方法 使用方式 使用说明 使用說明 用法 快速开始 快速開始 快速入門 快速入门 使い方 사용법 사용방법 طريقة_الاستخدام كيفية_الاستخدام كيفية_استخدام")},
	{"out_of_scope", strings.Fields("超出范围 超出範圍 不适用 不適用 非预期 非預期 禁止 対象外 范围外 範圍外 範囲外 범위외 범위_외 خارج_النطاق خارج_نطاق غير_المقصود")},
	{"intended_use", strings.Fields("用途 使用场景 使用場景 应用场景 應用場景 适用范围 適用範圍 适用场景 適用場景 利用目的 使用目的 目的 용도 사용목적 الاستخدام_المقصود الاستخدامات الاستخدام الغرض الاستعمال")},
	{"limitations", strings.Fields("限制 局限 制限 限界 不足 缺点 缺點 한계 제한 قيود القيود حدود محدودية")},
	{"bias_risk", strings.Fields("偏见 偏見 偏误 偏誤 风险 風險 リスク バイアス 편향 위험 تحيز التحيز التحيزات مخاطر المخاطر")},
	{"evaluation", strings.Fields("评估 評估 评测 評測 評価 评价 評價 实验结果 實驗結果 测试结果 測試結果 基准测试 基準測試 ベンチマーク 평가 벤치마크 تقييم التقييم النتائج نتائج")},
	{"training_data", strings.Fields("训练数据 訓練資料 訓練數據 訓練データ 学習データ 训练集 訓練集 训练语料 訓練語料 数据集 資料集 數據集 数据来源 資料來源 データセット 학습데이터 학습_데이터 훈련데이터 데이터셋 بيانات البيانات")},
	{"training_procedure", strings.Fields("训练过程 訓練過程 训练方法 訓練方法 训练细节 訓練細節 训练流程 訓練流程 超参数 超參數 学習方法 학습방법 학습_방법 학습과정 التدريب")},
	{"license", strings.Fields("许可 許可 授权 授權 라이선스 ライセンス الترخيص الرخصة رخصة ترخيص")},
	{"citation", strings.Fields("引用 인용 الاقتباس الاستشهاد")},
	{"contact", strings.Fields("联系 聯絡 聯繫 連絡先 연락처 문의 الاتصال للتواصل التواصل")},
	{"environment", strings.Fields("环境影响 環境影響 碳排放 환경영향 환경_영향 الأثر_البيئي")},
	{"ethical", strings.Fields("伦理 倫理 윤리 أخلاقي الأخلاقية")},
	{"description", strings.Fields("模型介绍 模型介紹 模型描述 模型概述 模型简介 模型簡介 모델설명 모델_설명 وصف_النموذج نظرة_عامة")},
}

// maxRoots is how many signs a heading may have to be one of its roots: more are a sentence.
const maxRoots = 24

// ofTests are words by which data are no training data.
var ofTests = pattern.New(`评估|評估|评测|評測|測試|测试|テスト|評価|验证|驗證|평가|테스트|التقييم|الاختبار`)

// rootKeys are the meanings of a heading in a script without inner blanks, or in Arabic.
func rootKeys(title string) []string {
	plain := strings.Join(prose.PlainWords(title), " ")
	if signs := []rune(plain); len(signs) > maxRoots || !strings.ContainsFunc(plain, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Katakana, unicode.Hiragana, unicode.Arabic)
	}) {
		return nil
	}
	found := map[string]bool{}
	for _, root := range roots {
		if slices.ContainsFunc(root.words, func(w string) bool { return strings.Contains(plain, strings.ReplaceAll(w, "_", " ")) }) {
			found[root.key] = true
		}
	}
	if found["how_to_use"] || found["out_of_scope"] {
		delete(found, "intended_use")
	}
	if found["training_data"] {
		delete(found, "training_procedure") // بيانات التدريب
		if ofTests.MatchString(plain) {
			delete(found, "training_data")
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Aliases maps a heading, lower-cased and without punctuation, to the keys it
// fills. They are the headings that real cards use: the annotated template of
// the Hugging Face hub, the transformers trainer's template, and the commonest
// others of a count over 29,000 cards.
var Aliases = invert(map[string][]string{
	"description": {"model introduction", "introducción", "beschreibung", "modellbeschreibung", "descripción", "descripción del modelo", "description du modèle", "descrição", "descrição do modelo", "descrizione", "описание", "описание модели", "模型描述", "模型介绍", "介绍", "简介", "概要", "モデル概要", "소개", "모델 설명", "model description", "model details", "details", "overview", "about", "introduction", "description", "model summary",
		"model overview", "model information", "how does it work", "about the model", "model", "dataset summary", "dataset description"},
	"intended_use": {"application", "evaluated use", "downstream uses", "direct uses", "verwendung", "verwendungszweck", "einsatzzweck", "nutzung", "anwendung", "uso", "usos", "uso previsto", "usos previstos", "utilisation", "utilisation prévue", "usage prévu", "utilizzo", "gebruik", "användning", "bruk", "использование", "применение", "kullanım", "penggunaan", "使用", "预期用途", "使用目的", "uses", "use", "direct use", "intended use", "intended uses", "intended uses and limitations", "use cases", "applications", "primary intended uses", "primary use cases", "primary use case", "recommended use", "recommended uses", "intended purpose", "purpose", "intended application", "intended applications", "intended use cases", "downstream use", "use case"},
	"how_to_use":   {"model in action", "using the model", "how this model can be used", "how to get started", "getting started", "get started", "quickstart", "quick start", "usage guide", "usage examples", "example usage", "usage example", "usage instructions", "how to use it", "modo de uso", "cómo usar", "como usar", "使用方法", "用法", "使い方", "사용법", "사용 방법", "how to use", "usage", "how to get started with the model", "model usage", "usage and examples", "quick usage", "basic usage", "inference example", "sample usage", "code example", "code examples", "how to run", "how to load", "how to use the model", "how to use this model", "running the model", "run the model", "use with transformers", "use in transformers"},
	"out_of_scope": {"unsupported uses", "non intended uses", "usos no previstos", "usos fuera de alcance", "utilisations hors du champ d'application", "nicht vorgesehene verwendung", "usi non previsti", "usos fora do escopo", "超出范围的使用", "対象外の使用", "out of scope use", "out of scope uses", "out of scope use cases", "misuse", "limitations of use", "prohibited uses",
		"out of scope", "not intended use", "not intended uses", "unintended use", "unintended uses", "uses out of scope", "prohibited use", "restrictions", "use restrictions", "misuse malicious use and out of scope use", "misuse and malicious use", "misuse and out of scope use"},
	"limitations": {"considerations", "concerns", "shortcomings", "limits", "known limits", "einschränkungen", "grenzen", "limitaciones", "limitações", "limitazioni", "limites", "beperkingen", "begränsningar", "begrensninger", "ограничения", "sınırlamalar", "keterbatasan", "局限性", "局限", "限制", "制限", "制限事項", "注意事項", "한계", "한계점", "limitations", "limitation", "limitations and bias", "limitations and biases", "bias risks and limitations", "known limitations",
		"risks and limitations", "biases and limitations", "bias and limitations", "ethical considerations and limitations", "biases risks and limitations",
		"intended uses and limitations", "caveats and recommendations", "risks limitations and biases", "limitations and risks", "other known limitations",
		"caveats", "known issues", "model limitations", "limitations of the model", "technical limitations", "limitations and considerations", "limitations and caveats",
		"out of scope and limitations", "responsible ai considerations", "failure modes", "known failure modes", "limitations and risks of use"},
	"bias_risk": {"risk", "responsibility", "responsibility and safety", "critical risks", "child safety", "verzerrungen", "risiken", "sesgo", "sesgos", "riesgos", "biais", "risques", "vieses", "riscos", "偏见", "风险", "バイアス", "リスク", "편향", "bias", "biases", "ethical considerations", "fairness", "risks", "safety", "social impact", "responsible ai considerations",
		"discussion of biases", "privacy and ethical considerations", "ethical concerns", "risks and biases", "bias and risks", "risks and mitigations", "potential risks",
		"harms", "safety considerations", "bias and fairness", "fairness and bias", "fairness assessments", "responsible ai", "limitations and bias", "limitations and biases", "bias risks and limitations",
		"biases and limitations", "bias and limitations", "broader implications", "biases risks and limitations", "risks limitations and biases", "ethical considerations and limitations",
		"biais potentiels", "biais connus", "biais et risques", "risques et biais", "risques connus", "sesgos potenciales", "sesgos conocidos", "sesgos y riesgos", "vieses potenciais", "vieses conhecidos", "mögliche verzerrungen", "bekannte verzerrungen", "potenzielle verzerrungen", "verzerrungen und risiken"},
	"training_data": {"corpus", "corpora", "dataset details", "data details", "dataset description", "dataset information", "dataset statistics", "model data", "trainingsdaten", "datensatz", "datos de entrenamiento", "conjunto de datos", "données", "données d'entraînement", "données d'apprentissage", "dados de treinamento", "dati di addestramento", "trainingsdata", "träningsdata", "treningsdata", "обучающие данные", "данные для обучения", "eğitim verisi", "data pelatihan", "训练数据", "训练数据集", "训练语料", "学習データ", "訓練データ", "학습 데이터", "training data", "training and evaluation data", "dataset", "datasets", "data", "pretraining data", "pre training data",
		"training details", "training dataset", "training datasets", "datasets used", "data sources", "training corpus", "source data"},
	"training_procedure": {"model training", "model fine tuning", "entrenamiento", "entraînement", "treinamento", "addestramento", "обучение", "eğitim", "训练", "训练过程", "训练细节", "学習", "training procedure", "training", "preprocessing", "pretraining", "pre training", "fine tuning", "finetuning",
		"hyperparameters", "training hyperparameters", "hyper parameters", "training details", "training parameters", "training process"},
	"evaluation": {"comparison", "comparisons", "comparing", "evaluating", "evaluations", "result", "test results", "auswertung", "ergebnisse", "evaluación", "resultados", "évaluation", "résultats", "avaliação", "valutazione", "risultati", "resultaten", "resultat", "resultater", "evaluering", "результаты", "оценка", "метрики", "sonuçlar", "hasil evaluasi", "评估", "评估结果", "评测", "评测结果", "实验结果", "評価", "評価結果", "ベンチマーク", "평가", "평가 결과", "evaluation", "evaluation results", "eval results", "results", "benchmarks", "benchmark", "performance", "benchmark performance", "training results",
		"validation metrics", "accuracy", "downstream performance", "model performance", "metrics", "benchmark results", "evaluation data", "quantitative analysis", "quantitative analyses", "testing data factors and metrics", "evaluation and results"},
	"environment":     {"environmental impact", "carbon footprint", "co2 emissions", "compute", "estimated emissions", "carbon emissions", "energy consumption", "environmental considerations"},
	"users":           {"users", "intended users", "primary intended users", "target users", "target audience", "intended audience", "audience", "who should use this model"},
	"ethical":         {"ethical considerations", "ethics", "ethical concerns", "ethical considerations and limitations", "privacy and ethical considerations", "ethical use", "responsible ai considerations"},
	"tradeoffs":       {"tradeoffs", "trade offs", "performance tradeoffs", "performance trade offs", "trade off"},
	"human_oversight": {"human oversight", "human in the loop", "human review", "oversight", "human override", "human oversight measures", "human supervision"},
	"explainability": {"explainability", "interpretability", "model explainability", "model examination", "explainability and interpretability",
		"interpretability and explainability", "model interpretability", "feature importance"},
	"business_objective": {"business objective", "business objectives", "business goal", "business goals", "business case", "business value", "business purpose", "business context", "business problem",
		"business need", "business use"},
	"kpi":            {"kpi", "kpis", "key performance indicator", "key performance indicators", "success metric", "success metrics", "success criteria", "business metric", "business metrics", "business kpi", "business kpis"},
	"latency_budget": {"latency budget", "latency", "latency requirements", "latency and cost", "latency and cost budget", "budgets", "budget", "latency target", "response time"},
	"cost_budget":    {"cost budget", "cost", "costs", "inference cost", "inference costs", "running costs", "cost per prediction", "latency and cost", "latency and cost budget", "budgets", "budget"},
	"technical":      {"model structure", "resource usage", "memory usage", "vram usage", "compute infrastructure", "technical details", "technical specifications", "architecture", "model architecture", "framework versions", "system info", "software", "hardware"},
	"license":        {"licenses", "model license", "license and terms of use", "terms of use", "lizenz", "licencia", "licença", "licenza", "licentie", "lisens", "licens", "лицензия", "许可", "许可证", "ライセンス", "라이선스", "license", "licence", "licensing information", "licensing"},
	"citation": {"bibtex entry", "citing", "referencing", "citation and related information", "zitierung", "zitieren", "cita", "citación", "citação", "citazione", "引用", "인용", "цитирование", "citation", "citations", "citation info", "citation information", "how to cite", "bibtex entry and citation info", "citing and authors",
		"reference", "references", "bibtex", "cite", "cite as"},
	"contact":       {"contact us", "contact and more information", "kontakt", "contacto", "contato", "contatti", "联系", "联系方式", "連絡先", "문의", "контакты", "contact", "model card contact", "authors", "author", "model card authors", "team members", "contacts", "contact information", "dataset curators", "maintainers"},
	"personal_data": {"personal and sensitive information", "privacy", "sensitive data", "pii", "personal data"},
	"collection":    {"initial data collection and normalization", "data collection and processing", "collection process", "curation rationale", "data collection"},
	"annotation":    {"annotations", "annotation process", "who are the annotators", "labelling", "labeling"},
}, foreignHeadings)

func invert(tables ...map[string][]string) map[string][]string {
	out := map[string][]string{}
	for _, table := range tables {
		for key, titles := range table {
			for _, t := range titles {
				out[t] = append(out[t], key)
			}
		}
	}
	return out
}

// HeadingKeys are the meanings of each heading. A title at the top of the page
// is mostly a name, and has only those that it has as a whole.
func HeadingKeys(d *document.Document) [][]string {
	keys := make([][]string, len(d.Sections))
	for i, s := range d.Sections {
		if keys[i] = KeysOfHeading(i, s); len(keys[i]) == 0 && testHeading.MatchString(strings.Join(prose.PlainWords(s.Title), " ")) && hasMetricTable(d, s) {
			keys[i] = []string{"evaluation"}
		}
	}
	return keys
}

// testHeading is a heading that names how a model was tested, under which a table of metrics is an evaluation.
var testHeading = pattern.New(`^(?:(?:final|overall|temporal|independent|external|internal|official|hold ?out|held out) )*(?:(?:test(?:ing)?|validation|hold ?out|held out|dev)(?: (?:set|data(?:set)?|split))?|scores?|(?:[0-9a-z]+ )?(?:[0-9]+ fold )?(?:walk forward )?(?:cv|cross validation|backtest(?:ing|s)?))(?: (?:scores?|figures|numbers|folds?))?$`)

// metricCell is a cell that names a metric.
var metricCell = pattern.New(`(?i)^[\s*]*(?:(?:test|val\w*|mean|macro|micro|weighted|balanced|average|roc|pr)[-_ ]*)*(?:accuracy|acc|f1\b|precision|recall|auc|auroc|r?mse|mae|s?mape|r2|r²|bleu|chrf|rouge|wer|cer|perplexity|map|m?iou|dice|mcc|kappa|log ?loss|brier|sharpe|specificity|sensitivity|ndcg|mrr)\b`)

// hasMetricTable reports whether a table under a heading names a metric, in its header or its rows.
func hasMetricTable(d *document.Document, s document.Section) bool {
	for _, t := range d.Marks.Tables {
		if t.Span.Start < s.Heading.Start || t.Span.Start >= s.Body.End || len(t.Rows) < 2 {
			continue
		}
		named := func(cells []document.Cell) bool {
			return slices.ContainsFunc(cells, func(c document.Cell) bool { return metricCell.MatchString(c.Text) })
		}
		if named(t.Rows[0]) || slices.ContainsFunc(t.Rows[1:], func(row []document.Cell) bool { return len(row) > 0 && named(row[:1]) }) {
			return true
		}
	}
	return false
}

// KeysOfHeading are the meanings of the heading of section i.
func KeysOfHeading(i int, s document.Section) []string {
	if i == 0 && s.Level == 1 {
		return WholeKeys(s.Title)
	}
	return SectionKeys(s.Title)
}
