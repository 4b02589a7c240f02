package prose

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestAnswers: what people write in place of an answer, and texts that are near it.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for state, texts := range map[evidence.SectionState][]string{
		evidence.Placeholder: {
			"Will be added later.", "Under construction", "[Insert limitations here]", "Not provided", "Fill me in", "To do: describe the limits", "xxx", "(empty)", "Draft, text will follow in the next release", "To be documented once the review is done.", "We will fill this in after the review.", "We'll add more details soon.", "${LIMITATIONS}", "Not yet documented.", "to be signed", "Contract to be signed", "Not yet signed", "Under negotiation", "Pending signature", "awaiting legal review", "yet to be concluded", "Information to follow",
			"To be completed by the team.", "This section is a stub.", "Details will follow soon.", "More details soon", "Please fill in this section", "TBC", "{limitations}", "__LIMITATIONS__", "(describe the limitations of the model)", "Describe the limitations here.",
			"Wird noch ergänzt.", "Folgt in Kürze", "Noch nicht dokumentiert.", "Bitte ausfüllen", "In Arbeit", "Platzhalter", "TODO: noch zu ergänzen", "TODO add the limits", "todo", "Todo.", "Todo: later", "- todo -", "ToDo describe",
			"À compléter.", "Sera ajouté ultérieurement", "En cours de rédaction", "Bientôt disponible", "Non renseigné",
			"Por completar", "Pendiente de completar.", "Se añadirá más adelante", "Próximamente", "En construcción", "A preencher", "Em breve", "Será adicionado em breve",
			"Da completare", "Verrà aggiunto in seguito", "Prossimamente", "Wordt later aangevuld", "Nog in te vullen", "Kommer snart", "Fylls i senare", "Udfyldes senere", "Skal fylles ut",
			"Будет добавлено позже", "В разработке", "Требуется дополнительная информация", "Daha sonra eklenecek", "Hazırlanıyor", "Akan ditambahkan kemudian", "Segera hadir",
			"待补充", "待補充。", "暂无", "暫無說明", "尚未填寫", "敬请期待", "此处待完善", "準備中", "後日追記予定", "未記入です。", "추후 업데이트 예정", "작성 중입니다", "준비 중", "سيتم إضافتها لاحقا", "قيد الإنشاء", "مطلوب مزيد من المعلومات",
			"We are still gathering feedback on this and will update the section soon.", "Currently working on the documentation.", "Sezione in fase di scrittura.", "Do uzupełnienia.", "Wkrótce", "Bude doplněno později",
			// Who is to write it, and until when.
			"to be written before the release (Thomas?)", "To be documented by the data team prior to the launch.", "TBD before go-live", "To be added (@ann)", "Will be added before publication.", "To be completed until the next review",
			"Pendiente de completar por el equipo de datos.", "Por completar por los autores antes de la publicación.", "À compléter par l'équipe data science avant la mise en production.", "Wird vom Datenteam noch ergänzt.", "Noch zu ergänzen vor dem Release.", "Da completare dal team dati prima del rilascio.", "A preencher pela equipe de dados.", "Nog in te vullen door het team.",
			"We still need to write this section before the launch.", "I have yet to fill in the rest.", "We have to complete this part.", "(Anna to finish this after the holidays)", "Tom and Priya will write this up next week.", "The data team has to add the numbers.",
			"Describe what the model is for and who may use it.", "Please explain briefly how the training data was collected.", "List any known biases of the model.", "Summarize the intended use in two sentences.", "State here which groups may be harmed.",
			"This has not been written yet.", "What are the limitations of your model?", "Provide a summary of the limitations.", "To come.", "Explain limitations",
			"Inhalt fehlt noch.", "(Einfügen: Grenzen des Modells)", "Escriba aquí las limitaciones.", "Falta completar esta sección.", "Texto de ejemplo", "Sin información por ahora.", "Décrire ici les limites du modèle.", "[Insérer le texte ici]", "À compléter avant la mise en ligne.",
			"Preencher aqui", "Descreva aqui as limitações.", "Pendente", "Inserire qui il testo", "Servono maggiori informazioni", "Hier invullen", "Beschrijf hier de beperkingen.", "此处填写局限性", "请在此处描述模型的局限性", "詳細は後日", "(制限事項を記載)",
			"Буде доповнено пізніше", "Tulossa pian", "Sẽ được cập nhật sau", "जल्द ही आ रहा है",
		},
		evidence.Unanswered: {
			"The authors accept no liability. The model is provided \"as is\", without warranty of any kind.", "Use at your own risk. We are not responsible for any damages arising from the use of this model.", "Verwendung ohne Gewähr. Wir übernehmen keine Haftung.",
			"Le modèle est fourni sans garantie.", "El uso es bajo su propio riesgo.", "使用本模型产生的风险自负，作者不承担任何责任。",
			"Unknown", "Unknown.", "See paper", "See the paper for details.", "Please refer to our technical report.", "No limitations.", "Ask the authors.", "Same as for the base model.", "Please contact us for more information.", "No limitations are known to us.", "No known limitations", "Keine", "Keine bekannt.", "Aucune connue", "Ninguna", "Nessuna", "Geen", "нет", "Yok", "Tidak ada", "无", "無已知限制",
			"The usual limitations apply.", "Usual caveats of large language models apply here.", "Standard risks and biases for this model.", "Typical limitations of neural networks.", "The same limitations apply.", "Es gelten die üblichen Einschränkungen.", "Les limites habituelles s'appliquent.",
			"未知", "なし", "特になし", "없음", "لا يوجد", "Not evaluated yet.", "Same as the base model", "As above.", "See above", "There are no known issues at this time.",
		},
		evidence.Filled: {
			"There is no guarantee that names are recognized.", "We are working on the recognition of dialects.", "Do not use it under your own name.", "The model is provided \"as is\". It fails on tables with merged cells.",
			"Short texts are sorted badly.", "Unknown words are read as names.", "Not evaluated on texts before 1900.", "See the paper for results; scores drop by 5 points on tweets.", "No limitations of length: texts of any size are split.",
			"Todo el texto está en español.", "Todo tipo de reseñas cortas.", "Todo o conjunto de treino.", "Not available in French.", "Not defined for minors.", "Weights will be updated monthly.", "Nicht verfügbar für Minderjährige.", "Non disponible en anglais.", "Not tested on tweets.",
			"The usual limitations of OCR apply: handwriting and faded ink are misread.", "Usual risks of hallucination are reduced by a retrieval step.", "Describes what is in a picture in one sentence.", "List of intents: refund, delivery, complaint.", "Users have to add this adapter to the base model.",
			"Anna will write the report of each quarter with it.", "State tax forms only.", "Operators need to complete the form that the model has prepared.", "Explains how bills are computed.", "Document images of at most two pages.", "Detail is lost in dark areas.",
			"We will update the weights every month.", "It draws placeholder faces.", "Used to do sentiment analysis.", "Sample text generation in French.", "The service under construction reads letters of customers.", "Texte en français uniquement.", "Nur kurze Texte werden gut erkannt.",
			"待补充的客服对话会被错误地归类为投诉。", "对未来更新的新闻数据效果较差，准确率下降约十个百分点。", "準備中の注文には使えません。注文が確定してから使ってください。", "작성 중인 문서는 잘못 분류되는 경우가 많습니다.", "Weights will be updated each month from the contracts of the last year.",
			"Нет поддержки редких языков.", "لا يدعم النموذج النصوص الطويلة جدا", "The model is not available for medical use.", "Outputs to be signed by a physician before release.", "Prices under negotiation are read badly.",
			"Gives a summary of letters.", "Insert cards are read badly.", "What is said in a noisy room? Often it is misheard.", "Sin información de contexto, el modelo inventa nombres.", "Les textes insérés à la main sont mal lus.",
			"Text to be written by hand before scanning is read badly.", "To be released by customs before delivery, parcels are scanned twice.", "Outputs to be signed by a physician (Dr. Roth) before the release of a patient.", "Completar por el equipo médico las recetas que no se leen.", "Pendientes de pago por el cliente: se clasifican mal.", "Wird vom Team der Klinik vor jeder Freigabe geprüft.", "Documents à compléter par le client : ils sont mal lus.", "contracts:CP-2026-09, signed in March",
		},
	} {
		for _, text := range texts {
			if got := AnswerOf(text, 0, 0).State; got != state {
				t.Errorf("%q is %s, want %s", text, got, state)
			}
		}
	}
	for _, text := range []string{"See the paper", "Unknown"} { // with a link out of the repository, too
		if got := AnswerOf(text, 1, 1).State; got != evidence.Unanswered {
			t.Errorf("%q with a link is %s", text, got)
		}
		if got := AnswerOf(text, 1, 0).State; got != evidence.Filled { // the file says it
			t.Errorf("%q with a link into the repository is %s", text, got)
		}
	}
}

// TestReasons: what follows "not applicable" is a reason, unless it says when or whom to ask.
func TestReasons(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Not applicable: the model has no users.":           "the model has no users.",
		"n/a yet, ask Ajit":                                 "",
		"N/A for now, sorry":                                "",
		"N/A (please see the paper)":                        "",
		"Not applicable at the moment. Please ask the team": "",
		"Not applicable yet: no customer has agreed to it":  "yet: no customer has agreed to it",
	} {
		if w := AnswerOf(text, 0, 0); w.State != evidence.NotApplicable || w.Reason != want {
			t.Errorf("%q is %s with reason %q, want %q", text, w.State, w.Reason, want)
		}
	}
}
