package cards

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
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

// purpose is what a text says that tells what a model is for.
var (
	purpose = pattern.New(`(?i)\b(?:intended|designed|meant|suitable|suited|recommended|developed|aimed)\b[^.\n]{0,60}\b(?:for|to|as)\b|\b(?:can|could|may|should|must) (?:also |only |directly )?(?:not )?be used\b[^.\n]{0,60}\b(?:for|to|by|in)\b|\buse[- ]cases?\b[^.\n]{0,40}\b(?:are|is|include)\b` +
		`|\b(?:vorgesehen|gedacht|bestimmt|entwickelt) für\b|\bdestiné|\bpeut être utilisé|\bdiseñado para|\bpuede utilizarse|\bpensado para|\bpode ser usado|\bprogettato per|用于|用於|适用于|適用於|目的として|위해`)
	// recipe tells how a model is run, whatever it is for.
	recipe = pattern.New(`(?i):\s*$|\b(?:as follows|following|below|pipeline|snippet|library|install|import|transformers|language model\)|script|command|code|example|tokenizer|checkpoint|pip|joblib|api|inference|directly|out of the box|framework)\b`)
)

// statesPurpose reports whether the text under a heading on how a model is run tells
// what it is for as well.
func statesPurpose(text string) bool {
	for _, sentence := range prose.Sentences(text, maxSectionRead, maxSentences) {
		if len(strings.Fields(sentence)) >= 6 && purpose.MatchString(sentence) && !recipe.MatchString(sentence) {
			return true
		}
	}
	return false
}

// instruction begins a sentence that tells how a model is installed or run.
var instruction = pattern.New(`(?i)^\W*(?:first|then|next|finally|now|just|simply|please|you can|to (?:use|run|load|install|get started|evaluate|reproduce|test|measure|benchmark|repeat)[^,]{0,60},?|the (?:model|checkpoint|weights?) can be (?:loaded|run|used|downloaded|installed) (?:with|using|via|through|from|by))?[,: ]*(?:install|load|run|import|clone|download|call|execute|instantiate|initiali[sz]e|set|pass|pip|installieren sie|laden sie|führen sie|installez|chargez|téléchargez|exécutez|instale|cargue|ejecute|instalar|cargar|carregue|execute|installare|caricare|installa|carica|installeer|laad|the following|the code|see the (?:code|example|snippet|notebook)|use (?:the )?(?:code|snippet|following|script|pipeline|transformers)|with|using|from|via)\b`)

// onlyInstructs reports whether each sentence of a short text, of which the first has a word of
// how programs are run, tells how a model is run, and none what it is for.
func onlyInstructs(text string) bool {
	if len(text) > 500 || purpose.MatchString(text) {
		return false
	}
	sentences := prose.Sentences(text, 500, 20)
	for _, s := range sentences {
		if !instruction.MatchString(s) {
			return false
		}
	}
	return len(sentences) > 0 && recipe.MatchString(sentences[0])
}

// Where a card owes its limits, some have what is said of products: praise is of the model,
// and terms are of no model. A limit is a sentence with one of the words of limits.
var (
	praise = pattern.New(`(?i)\b(?:best|outstanding|flawless|flawlessly|perfect|perfectly|highly (?:accurate|reliable)|state[- ]of[- ]the[- ]art|excellent|superior|exceptional|unmatched|production[- ]ready|ready for production|industry[- ]leading|world[- ]class|easy to use|user-friendly|powerful|lightning[- ]fast|blazing(?:ly)?(?: fast)?|cutting[- ]edge|game[- ]chang\w+|revolutionary|amazing|impressive|seamless(?:ly)?|enterprise[- ]grade|trusted by|ideal (?:solution|choice|partner)|innovative|effortless(?:ly)?|save (?:time|money|costs)|great (?:results|performance|quality|choice)|very (?:good|well|high|strong)|works (?:great|well)|no (?:known )?limit(?:ation)?s)\b` +
		`|\b(?:contact (?:our|the) sales|for a (?:free )?demo|pricing|terms of (?:service|use)|trademarks?|all rights reserved|patent(?:ed|s)?)\b` +
		`|hervorragend|ausgezeichnet|fehlerfrei|perfekt|excellents?\b|exceptionnel|parfait|excelente|excepcional|perfect[oa]\b|eccellent|perfett|uitstekend|foutloos|卓越|完美|优秀|优异|最先进|優れた|完璧|最高の`)
	limits = pattern.New(`(?i)\b(?:not|cannot|fail\w*|errors?|only|less|lower|worse|poor\w*|limited|but|however|except|unless|weak\w*|bias\w*|miss\w*|wrong|may|might|nicht|kein\w*|nur|schlecht\w*|pas|moins|mal|peor|menos|pior|non|peggio|niet|slechter)\b|n't|不|较差|難|苦手|ない`)
)

// onlyPraises reports whether each sentence of a short text is praise or terms, and no limit.
func onlyPraises(text string) bool {
	if len(text) > 600 || limits.MatchString(text) {
		return false
	}
	sentences := prose.Sentences(text, 600, 20)
	for _, s := range sentences {
		if !praise.MatchString(s) {
			return false
		}
	}
	return len(sentences) > 0
}

// statedUse is a title that means what a model is for, whatever is under it.
var statedUse = pattern.New(`(?i)intend|purpose|limit|bias|risk|direct|scope|prévu|previst|vorgesehen|zweck|用途|目的`)

// inUse tells a section on what a model is for from one on how it is run: a heading on
// how to use a model is also one of the first where its text says so, and one that may be
// either is of the second where nothing but code stands there.
func inUse(keys []string, title, text string, code int) []string {
	switch how := slices.Index(keys, "how_to_use"); {
	case how >= 0 && statesPurpose(text):
		return append(slices.Clone(keys), "intended_use")
	case slices.Equal(keys, []string{"intended_use"}) && code > 0 && !statedUse.MatchString(title) && prose.WorthOf(text, 0).State == evidence.Empty:
		return []string{"how_to_use"}
	}
	return keys
}
