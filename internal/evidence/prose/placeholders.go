package prose

import (
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// maxShort is the length in bytes up to which a text may be one of the placeholders of
// this file: nobody announces a text at length.
const maxShort = 240

// english are placeholders that could be part of a sentence, and so are looked for in
// short texts only.
const english = `\b(?:we|i)(?:'ll| will| shall| plan to| intend to| are going to| hope to)(?: soon)? (?:add|fill|provide|write|document|update|complete|describe|publish|share|include|release)(?: (?:this|it|them|more|further|details?|information|the|a|section|in|out|here|later|soon|shortly|after|before|with|when|once|next|our|review|release|version|publication|paper|is|are|finished|done|ready|available))*\b|` +
	`\b(?:this |the )?(?:section|page|part|information|details?|text|it|this|description|documentation|results?)? ?(?:will|shall|is to|are to|needs? to|has to|should|must) (?:be )?` +
	`(?:added|provided|updated|completed|documented|written|filled(?: in| out)?|announced|released|described|determined|published|shared|included|expanded|follow|come)(?: (?:here|later|soon|shortly|below|in (?:the )?(?:near )?future|at a later (?:date|time|stage)|when available|once available|by the (?:team|authors?|owners?)))*` +
	`|\bto be (?:confirmed|defined|decided|specified|discussed|written|updated|provided|documented|continued|described|published|released|supplied|included|expanded|assessed|evaluated|investigated|signed|agreed|negotiated|concluded|drafted|clarified|scheduled)(?: (?:here|later|soon|shortly|by the [a-z]+(?: [a-z]+)?))*` +
	`|\b(?:to be (?:added|determined|announced|completed|done|filled(?: in)?)|tbc|tb[ad])(?: (?:by the [a-z]+(?: [a-z]+)?|later|soon|shortly))+` +
	`|\b(?:(?:this )?(?:section|page) (?:is )?)?(?:still |currently )?(?:under construction|in progress|being written|intentionally left (?:blank|empty)|left (?:blank|empty))\b` +
	`|\b(?:this )?(?:section|page) is (?:still |currently )?(?:empty|incomplete|missing|unfinished|a stub|a placeholder)\b` +
	`|[\[<({]+\s*(?:please )?(?:insert|add|describe|enter|put|write|list|provide|fill(?: in| out)?|include|specify|explain|state|replace|complete|edit|your)\b[^\]>)}\n]{0,120}[\]>)}]+` +
	`|^\W*(?:please )?(?:insert|add|describe|enter|put|write|list|provide|fill(?: in| out)?|explain|state|complete) (?:[a-z']+ ){0,6}(?:here|below|later|in this section)\W*$` +
	`|^\W*(?:(?:what|which|who|how|where|when|why) (?:are|is|do|does|can|could|should|was|were|will|would|might|groups?|people|users?)\b[^.?!\n]{4,160}\?\W*){1,4}$` +
	`|^\W*(?:please )?(?:provide|give|write|add|insert|include) (?:an?|the|some|more|any) (?:[a-z]+ ){0,3}(?:summary|description|overview|list|information|details?|text|explanation)\b[^.\n]{0,80}\.?\W*$|^\W*to come\W*$` +
	`|^\W*(?:explain|describe|list|state|summari[sz]e) (?:the |any |known |all ){0,3}(?:limitations|biases|bias|risks|intended uses?|uses|training data|evaluation|model)\W*$` +
	// Instructions to whoever is to write the text, notes of who that is, and that it is owed.
	`|^\W*(?:please |briefly )*(?:describe|explain|specify|summari[sz]e|outline|discuss|detail|list|state|mention|document) (?:(?:here|below|briefly|in detail|exactly),? )*(?:how|what|which|who|where|when|why|whether|any|all|the (?:intended|expected|known|foreseeable|main|training|evaluation|uses?|users|purpose|limitations|risks|data)|your)\b[^.\n]{0,160}[.?:]?\W*$` +
	`|^\W*\(?(?:@?(?-i:\p{Lu})[\pL-]+|the [a-z]+ team|someone|somebody)(?: and @?(?-i:\p{Lu})[\pL-]+)? (?:(?:still )?(?:has|have|needs?|ought) to|to|will|should|must) (?:write|fill|add|finish|complete|draft|update|provide|document|supply) (?:this|it|that|these|up|in|the (?:text|section|rest|details?|numbers))(?: (?:up|in|out|section|part|text|page))*(?: (?:before|after|until|when|once|by|next|later|soon|tomorrow|on|in|at) [^.\n]{0,60}| later| soon| tomorrow)?\W*$` + // style:allow somebody: it is what others write
	`|\b(?:we|i|they) (?:still )?(?:have|need|ought) (?:yet )?to (?:write|fill(?: in| out)?|add|finish|complete|draft|update|provide|document|supply|describe) (?:this|it|that|these|the (?:text|section|part|rest|details?|numbers))\b(?: (?:section|part|text|page|bit|properly|up|in|out|down|later|soon|before|after|until|the|our|next|first|final|public|release|launch|review|audit|merge|deadline|submission))*` +
	`|\b(?:please )?(?:fill|complete) (?:me|this|it)(?: section)?(?: in| out)?(?: later| here)?\b|\bfill in(?: later| here)?\b|\bwrite (?:me|this|something)(?: here| later)?\b` +
	`|\b(?:more |further |additional )?(?:info(?:rmation)?|details?|documentation|description|text|content)s? (?:to (?:follow|come|be added)|(?:will follow|coming|follows?)(?: soon| shortly| later)?|soon|later|forthcoming|pending)\b` +
	`|\b(?:more |further |additional )?(?:info(?:rmation)?|details?) (?:is |are )?(?:needed|required|missing|pending)\b` +
	`|\b(?:(?:we|i)(?:'re| are|'m| am)? )?(?:still |currently )*(?:working on|gathering|collecting|preparing|writing|compiling|drafting|finali[sz]ing) (?:the |this |a |our |more |some |further )*(?:section|documentation|details?|information|info|feedback|text|description|card|it|this)(?: (?:on|about|for|of|from) (?:the |this |our )*(?:section|model|users?|it|this))*(?:,? (?:and|but) (?:we )?(?:will|shall|plan to|hope to) (?:soon )?(?:update|add|complete|publish|share|extend)[^.\n]{0,60})?` +
	`|\bstay tuned\b|\bcheck back (?:later|soon|here)(?: later| soon)?\b|\bwatch this space\b|\bplaceholder(?: text| section)?\b|\b(?:content|text|description) (?:goes|belongs|comes) here\b|\byour (?:text|content|description)(?: here)?\b|\b(?:some|sample|example|dummy|default) (?:text|content|description)(?: here)?\W*$` +
	`|\bnothing (?:here )?(?:yet|so far)\b|^\W*(?:(?-i:TODO|ToDo|TO-?DO|To-?Do)\b[^\n]{0,80}|to-?do(?:\s*[:.!–—-][^\n]{0,80}|\W*$| (?:add|write|fill|describe|document|complete|update|insert|finish|explain|list|provide)\b[^\n]{0,80})|to do(?:\s*[:.!–-][^\n]{0,80}|\W*$))|\bw\.?i\.?p\b|^\W*(?:pending|draft|empty|blank|missing|later|soon|stub|forthcoming|insert|tbc|asdf+|qwerty|blah(?: blah)*|foo(?: bar)?(?: baz)?|[x_]{3,}|[a-z]?\s*\.{2,}\s*)\W*$` +
	`|\bneeds? (?:to be )?(?:written|filled(?: in| out)?|completed|completion|documentation|documenting|work)\b|\$\{[^}\n]{0,80}\}|%[A-Z][A-Z_]{3,40}%|@@[A-Za-z_ ]{1,40}@@|__[A-Z][A-Z_]{2,40}__|\{[a-zA-Z][a-zA-Z_]{2,40}\}|<%[^%\n]{0,80}%>|^\W*\[[A-Z][A-Z_ ]{2,40}\]\W*$` +
	`|\b(?:(?:this|it|the section) )?(?:has |have )?not (?:yet )?(?:been )?(?:provided|documented|specified|written|filled(?: in)?|described|completed|available|defined|determined|added)(?: (?:yet|so far|here|at (?:this|the) (?:time|moment)))*(?: by the (?:team|authors?|developers?))?` +
	`|\b(?:we|i) (?:have|has)(?:n't| not)(?: yet)? (?:written|documented|described|filled(?: in| out)?|provided|completed|added) (?:this|it|the|these|any)(?: (?:section|part|text|details?|documentation|yet|so far))*` +
	`|^\W*(?:pending|awaiting|waiting for) (?:[a-z]+ )?(?:reviews?|approval|legal|input|sign-?off|clearance|feedback)\b[^.\n]{0,60}\W*$|^\W*nothing to (?:see|report|say|add|write)(?: here)?(?: yet)?\W*$|^\W*(?:asdf+|qwerty)(?: (?:asdf+|qwerty))*\W*$|^\W*(?:test(?:ing)?|dummy)(?: (?:test(?:ing)?|dummy))+\W*$` +
	`|^\W*(?:tracked|described|documented|see|handled) (?:in|at|by|under)? ?(?:the )?(?:ticket |issue |jira )?(?-i:[A-Z]{2,10}-[0-9]{1,6})\W*$|^\W*this section (?:describes|contains|lists|explains|covers|discusses|outlines|provides|gives|summari[sz]es) [^.\n]{3,100}\.?\W*$` +
	`|^\W*as an ai(?: language)? model,? i\b[^\n]{0,200}$` +
	`|\byet to (?:be )?(?:come|added|written|documented|provided|determined|described|defined|signed|agreed|concluded)\b` +
	`|\b(?:not yet (?:signed|agreed|concluded|negotiated|drafted|in place)|(?:still |currently )?(?:under|in|being) negotiat(?:ion|ed)|(?:pending|awaiting|waiting for) (?:the |a )?(?:signatures?|approval|legal review|negotiation))\b`

// foreign are placeholders in the other languages whose headings are read (as of
// 2026-11-30): what authors write in place of a text that they owe.
const foreign = `` +
	// German.
	`\b(?:wird|werden)(?: (?:noch|später|demnächst|bald|in kürze|zu einem späteren zeitpunkt))* (?:ergänzt|nachgereicht|nachgetragen|hinzugefügt|eingefügt|ausgefüllt|beschrieben|dokumentiert|vervollständigt|veröffentlicht|geliefert)\b` +
	`|\b(?:ist |sind )?(?:noch )?(?:zu (?:ergänzen|definieren|bestimmen|klären|vervollständigen|dokumentieren|beschreiben|schreiben)|auszufüllen|einzufügen|nachzutragen)\b|\bmuss(?: noch)? (?:ergänzt|ausgefüllt|geschrieben|beschrieben) werden\b` +
	`|\b(?:noch )?(?:nicht (?:dokumentiert|beschrieben|ausgefüllt|vorhanden|verfügbar|angegeben|erfasst)|keine (?:angaben?|informationen?|beschreibung)(?: vorhanden| verfügbar)?)\b|\b(?:noch offen|in arbeit|in bearbeitung|in vorbereitung|im aufbau|platzhalter(?:text)?|demnächst)\b` +
	`|\b(?:inhalt |text |beschreibung |informationen |angaben |details |weitere informationen )?(?:folgt|folgen)(?: (?:in kürze|noch|demnächst|später|bald))*\b|\bkomm(?:t|en) (?:noch|bald|später|in kürze)\b|\bbitte (?:hier )?(?:ausfüllen|ergänzen|einfügen|beschreiben)\b|\bhier [a-zäöü ]{0,40}(?:einfügen|eintragen|beschreiben|ergänzen)\b|\bweitere informationen (?:erforderlich|benötigt|nötig)\b|\bk\. ?a\.` +
	`|\b(?:inhalt|text|beschreibung|abschnitt) fehlt(?: noch)?\b|[\[(<{]+\s*(?:hier|einfügen|insérer|décrire|ajouter|insertar|añadir|describir|inserir|descrever|inserire|descrivere|invullen|beschrijf)\b[^\]>)}\n]{0,120}[\]>)}]+` +
	// French.
	`|(?:^|[^\pL])(?:à|a) (?:compléter|completer|remplir|définir|préciser|venir|faire|ajouter|rédiger|documenter|déterminer)(?: (?:plus tard|ultérieurement|prochainement|par l'équipe))*` +
	`|\b(?:sera|seront|doit être|doivent être) (?:ajouté|complété|fourni|précisé|documenté|renseigné|rédigé|publié|défini|rempli)e?s?(?: (?:plus tard|ultérieurement|prochainement|bientôt))*|\ben (?:cours(?: de (?:rédaction|construction|préparation))?|construction|attente|préparation)\b` +
	`|\b(?:plus d'informations|informations supplémentaires|informations)(?: (?:sont )?(?:nécessaires?|requises?|à venir|manquantes?))\b|\b(?:bientôt(?: disponible)?|prochainement)\b|\b(?:non|pas(?: encore)?) (?:renseigné|documenté|précisé|spécifié|fourni|disponible|rédigé|décrit)e?s?` +
	`|\b(?:décri(?:re|vez)|insér(?:er|ez)|ajout(?:er|ez)|indiqu(?:er|ez)|rédig(?:er|ez)) (?:ici|ci-dessous)\b[^.\n]{0,80}` +
	// Spanish.
	`|\bpor (?:completar|definir|determinar|documentar|rellenar|hacer|añadir|agregar|describir|escribir|confirmar)(?: (?:más (?:tarde|adelante)|próximamente))*|\bpendiente(?:s)?(?: de (?:completar|definir|documentar|redacción|añadir|revisión|rellenar))?\b` +
	`|\b(?:se )?(?:añadirá|agregará|completará|documentará|actualizará|será añadido|será completado|describirá|proporcionará)n?(?: (?:más (?:tarde|adelante)|próximamente|pronto|en el futuro))*|\b(?:próximamente|en (?:construcción|desarrollo|progreso|preparación|proceso))\b|\bse (?:necesita|requiere) más información\b|\bmás información (?:necesaria|requerida|próximamente|pronto)\b|\b(?:sin|aún no) (?:completar|documentar|documentado|definir|disponible)\b` +
	`|\b(?:escrib|describ|insert|añad|agreg|indi[cq]|expli[cq])\pL+ (?:aquí|abajo)(?:$|[^\pL])[^.\n]{0,80}|\bfalta (?:por )?(?:completar|describir|escribir)\b[^.\n]{0,30}|\btexto de (?:ejemplo|relleno|prueba)\b|\bsin información(?: (?:por ahora|todavía|disponible|aún))*` +
	// Portuguese.
	`|\b(?:a|por) (?:completar|preencher|definir|fazer|determinar|documentar|adicionar|ser (?:adicionad|completad|definid|preenchid|documentad)[oa]s?)(?: (?:mais tarde|em breve|posteriormente|futuramente))*|\b(?:será|serão) (?:adicionad|completad|preenchid|documentad|fornecid|descrit|atualizad)[oa]s?(?: (?:mais tarde|em breve|posteriormente|futuramente))*` +
	`|\bem (?:breve|construção|andamento|desenvolvimento|elaboração|preparação)\b|\bmais informações (?:são )?(?:necessárias|em breve)\b|\b(?:ainda )?não (?:documentado|preenchido|informado|disponível|definido|especificado)s?\b` +
	`|\b(?:preench|descrev|insir|inser|adicion|escrev)\pL+ aqui\b[^.\n]{0,80}|^\W*pendentes?\W*$` +
	// Italian.
	`|\bda (?:completare|definire|compilare|fare|aggiungere|determinare|documentare|scrivere|descrivere|precisare)(?: (?:in seguito|più tardi|successivamente))*|\b(?:verrà|sarà|verranno|saranno) (?:aggiunt|completat|compilat|fornit|documentat|descritt|inserit|pubblicat)[oaie](?: (?:in seguito|più tardi|successivamente|presto|a breve))*` +
	`|\b(?:in (?:arrivo|costruzione|lavorazione|preparazione|corso|fase di (?:stesura|scrittura|redazione|sviluppo|compilazione))|prossimamente|a breve)\b|\b(?:ulteriori|maggiori) informazioni (?:sono )?(?:necessarie|richieste|in arrivo)\b|\bnon (?:ancora )?(?:documentato|compilato|disponibile|specificato|definito)\b` +
	`|\b(?:inseri(?:re|sci)|descriv(?:ere|i)|scriv(?:ere|i)|aggiung(?:ere|i)) qui\b[^.\n]{0,80}|\b(?:servono|mancano|occorrono) (?:maggiori |ulteriori )?informazioni\b` +
	// Dutch.
	`|\b(?:wordt|worden)(?: (?:nog|later|binnenkort))* (?:aangevuld|toegevoegd|ingevuld|beschreven|bijgewerkt|gedocumenteerd)\b|\b(?:nog )?(?:aan te vullen|in te vullen|toe te voegen|te (?:bepalen|beschrijven|documenteren))\b|\b(?:volgt(?: (?:later|nog|binnenkort))*|binnenkort(?: beschikbaar)?|in bewerking|in ontwikkeling|nader te bepalen|meer informatie (?:nodig|volgt)|nog niet (?:beschikbaar|ingevuld|beschreven|gedocumenteerd))\b` +
	`|\b(?:hier (?:invullen|beschrijven)|(?:beschrijf|vul|schrijf) hier)\b[^.\n]{0,80}` +
	// Swedish, Danish and Norwegian.
	`|\b(?:kommer (?:snart|senare|senere|inom kort)|(?:fylls|fylles|udfyldes|utfylles|ifylles)(?: (?:i|ut|inn))?(?: (?:senare|senere))?|(?:ska|skal) (?:fyllas i|kompletteras|udfyldes|tilføjes|fylles ut|legges til|beskrives|skrivas|skrives)|(?:läggs till|tilføjes|legges til|kompletteras|uppdateras|opdateres|oppdateres)(?: (?:senare|senere|snart))*|under (?:arbete|arbejde|arbeid|konstruktion|udarbejdelse|utarbeidelse|uppbyggnad|utveckling)|(?:mer|mere|flere) (?:information|oplysninger|informasjon|opplysninger) (?:behövs|krävs|nødvendig|kreves|trengs|påkrævet)|(?:ännu )?(?:ej|inte|ikke) (?:dokumenterat|dokumenteret|dokumentert|udfyldt|utfylt|ifyllt|beskrivet|beskrevet)(?: (?:ännu|endnu|ennå))?)\b` +
	// Russian.
	`|(?:будет|будут) (?:добавлен|дополнен|заполнен|описан|опубликован|предоставлен|уточнен)[оаы]?(?: (?:позже|позднее|скоро))*|(?:нужно|требуется|необходимо|надо) (?:дополнить|заполнить|добавить|описать|уточнить)|^\W*(?:в (?:разработке|процессе|работе)|скоро(?: будет)?|заполнить(?: позже)?|дополнить|уточняется|заглушка)\W*$|(?:требуется|необходима|нужна) (?:дополнительная|больше) информаци[яи]|информация (?:появится|будет(?: добавлена)?) (?:позже|позднее|скоро)|(?:пока|ещё|еще) не (?:описан|заполнен|документирован|указан)[оаы]?` +
	// Turkish and Indonesian.
	`|(?:daha sonra |yakında |sonra )?(?:eklenecek(?:tir)?|tamamlanacak(?:tır)?|doldurulacak(?:tır)?|güncellenecek(?:tir)?|yazılacak(?:tır)?|belirlenecek(?:tir)?)|^\W*(?:yakında(?: gelecek| eklenecek)?|hazırlanıyor|yapılacak|yapım aşamasında)\W*$|daha fazla bilgi (?:gerekli(?:dir)?|gerekiyor)` +
	`|\bakan (?:segera )?(?:ditambahkan|dilengkapi|diisi|diperbarui|dijelaskan|hadir|menyusul)(?: (?:kemudian|nanti|segera))*|\bsegera (?:hadir|ditambahkan|menyusul)\b|\bbelum (?:tersedia|diisi|ada|didokumentasikan|dijelaskan)\b|\b(?:perlu|harus) (?:dilengkapi|diisi|ditambahkan)\b|\bdalam (?:pengembangan|proses|pengerjaan)\b|\b(?:informasi lebih lanjut|info lebih lanjut) (?:diperlukan|dibutuhkan|menyusul)\b` +
	// Polish, Czech, Ukrainian, Finnish, Vietnamese and Hindi.
	`|\b(?:do (?:uzupełnienia|określenia|ustalenia|zrobienia|opisania)|(?:zostan(?:ie|ą)|będzie|będą) (?:uzupełnion|dodan|opisan|opublikowan)[aey]?(?: (?:wkrótce|później))*|wkrótce|w (?:przygotowaniu|opracowaniu|budowie)|w trakcie (?:opracowania|przygotowania|uzupełniania)|(?:bude|budou) (?:doplněn|přidán|popsán|zveřejněn)[oay]?(?: (?:později|brzy))*|k doplnění|připravuje se)\b` +
	`|(?:буде|будуть) (?:додан|доповнен|заповнен|описан|опублікован)[оаи]?(?: (?:пізніше|незабаром))*|^\W*(?:незабаром|у розробці|в розробці|у процесі|заповнити)\W*$|\b(?:tulossa(?: pian)?|(?:täydennetään|lisätään|päivitetään)(?: (?:myöhemmin|pian))*)\b|^\W*kesken\W*$` +
	`|(?:sẽ|đang) (?:được )?(?:cập nhật|bổ sung|hoàn thiện|cung cấp|viết)(?: (?:sau|sớm))*|sắp (?:ra mắt|có)|जल्द (?:ही )?(?:आ रहा है|आएगा|जोड़ा जाएगा|उपलब्ध होगा)|बाद में जोड़ा जाएगा` +
	// Chinese, in both scripts.
	`|(?:此处|此處|内容|內容|详细信息|詳細資訊|具体内容|本节|本節|相关信息|相關資訊)?[尚仍还還]?(?:有)?[待需](?:进一步|進一步|后续|後續|团队|團隊)?(?:补充|補充|完善|填写|填寫|填入|添加|新增|更新|撰写|撰寫|编写|編寫|整理|确定|確定|说明|說明|补全|補全|补|補|定|续|續)|(?:尚未|还未|還未|暂未|暫未|仍未|未)(?:填写|填寫|撰写|撰寫|提供|补充|補充|完成|整理|记录|記錄|说明|說明|公布|公開|公开)` +
	`|[暂暫](?:无|無|缺|时没有|時沒有)(?:信息|资料|資料|说明|說明|内容|內容|数据|數據)?|(?:稍后|稍後|后续|後續|之后|之後|即将|即將|日后|日後|未来|未來|将|將|近期)(?:会|會|将|將)?(?:补充|補充|更新|添加|新增|提供|完善|推出|公布|补上|補上)|敬请期待|敬請期待|(?:建设|建設|施工|编写|編寫|撰写|撰寫|整理|准备|準備|完善|制作|製作)中|需要?更多(?:信息|資訊|资料|資料)|更多(?:信息|資訊)(?:待|即将|即將)?(?:补充|補充)?|请(?:在此)?填写[^\n]{0,12}|請(?:在此)?填寫[^\n]{0,12}|占位符?|佔位符?` +
	`|(?:请|請)?(?:在)?(?:此处|此處|这里|這裡)(?:填写|填寫|描述|说明|說明|输入|輸入|插入|添加|撰写)[^。\n]{0,20}` +
	// Japanese.
	`|(?:準備|作成|工事|執筆|調整|整備|編集|更新)中(?:です)?|未(?:記入|記載|定|作成|入力|着手)(?:です)?|近日(?:中に)?(?:公開|追加|更新|追記)?(?:予定|します)?|(?:後(?:ほど|日|で)|追って|今後)(?:、)?(?:追加|追記|記載|更新|記入|公開|作成|ご?説明|お知らせ)(?:します|いたします|する)?(?:予定)?(?:です)?|(?:追記|追加|記載|記入|更新|公開)(?:する)?予定(?:です)?|要(?:記入|追記|記載|確認)|ここに[^\n]{0,30}(?:記入|記載|入力|書)[^\n]{0,12}|(?:詳細|情報|追加情報|詳細情報)が?必要(?:です)?` +
	`|詳細は?(?:後日|後ほど|追って)|[(（][^)）\n]{0,20}を?(?:記載|記入|入力)(?:してください)?[)）]` +
	// Korean.
	`|(?:추후|나중에|곧|향후|이후)(?:에)?\s*(?:추가|업데이트|작성|보완|공개|기재|제공|안내|정리)?(?:할|될|됩니다|하겠습니다)?\s*(?:예정)?(?:입니다|이다)?|(?:작성|준비|정리|공사|보완)\s*중(?:입니다)?|(?:작성|추가|업데이트|보완|공개)\s*예정(?:입니다)?|미(?:작성|정|기재|입력)|(?:작성|보완|추가|추가 정보가?|정보가? 더)\s*필요(?:합니다)?|내용을?\s*(?:입력|작성|추가)(?:하세요|해 ?주세요)?|더 많은 정보가? 필요(?:합니다)?` +
	// Arabic.
	`|(?:سيتم|سوف يتم|ستتم) [^\n.]{0,40}(?:لاحق(?:ا|اً)|قريب(?:ا|اً))?|(?:سيضاف|ستضاف|سيُضاف|يضاف|تضاف|يُستكمل|يستكمل)(?: لاحق(?:ا|اً)| قريب(?:ا|اً))?|^\W*(?:قريب(?:ا|اً)|لاحق(?:ا|اً))\W*$|قيد (?:الإنشاء|الإعداد|التطوير|العمل|الكتابة|التحضير)|لم (?:يتم|تتم|يُكتب|يكتب)[^\n.]{0,30}بعد|(?:مطلوب|يلزم|نحتاج إلى|هناك حاجة إلى|بحاجة إلى) (?:مزيد|المزيد) من المعلومات|(?:املأ|أضف|اكتب)[^\n.]{0,20}هنا|غير (?:متوفر|متاح)ة?(?: بعد| حاليا)?`

const announcedSource = `(?i)` + english + `|` + foreign

// announced is a short text that stands for one to come.
var announced = pattern.New(announcedSource)

// unanswered are texts that are no placeholder and say nothing of the model: that
// nothing is known, or that another text has it.
var unanswered = pattern.New(`(?i)^[^\pL\pN]*(?:` + unansweredSource + `)[^\pL\pN]*$`)

const unansweredSource = `` +
	`(?:currently |at (?:this|the) (?:time|moment)[, ]*|so far[, ]*|as of now[, ]*)?(?:there (?:are|is) |we (?:have|know of|found|are aware of) |the model has )?(?:no|none|no known|not any|not known|unknown|un-?determined|undefined|unspecified|unclear|nothing|nil|null|various|miscellaneous|other|standard|usual|default|obvious|self[ -]explanatory|yes|ok|same|see)` +
	`(?: (?:to (?:report|declare|mention|speak of)|known|identified|reported|found|specified|limitations?|issues?|biases|bias|risks?|caveats?|problems?|concerns?|information|data|details?|special|particular|specific|major|significant|or|and|at (?:this|the) (?:time|moment)|so far|yet|currently|as of now|available|ones?|of note|applicable|that we (?:know|are aware) of|we (?:know|are aware) of|to us|to me|to the authors?|were|was|are|is|have been|been))*` + // style:allow speaks-of: it is what others write
	`|(?:only |all )?(?:the )?(?:usual|standard|common|typical|normal|general|same|well[ -]known|obvious) (?:caveats?|limitations?|limits|biases|risks?|disclaimers?|restrictions?|issues?|problems?|concerns?)(?: and (?:caveats?|limitations?|limits|biases|risks?|restrictions?|issues?|problems?|concerns?))?(?: (?:of|for|with|in) (?:all |any |such |these |this |the |our |other |similar )*(?:(?:large|deep|neural|language|vision|speech|generative|pretrained|fine-?tuned|machine|learning|ml|ai|llms?|transformers?) ?)*(?:models?|networks?|systems?)?)?(?: (?:apply|applies|hold|exist|remain))?(?: (?:here|too|as well|also|to (?:it|this model|our model)))?` +
	`|es gelten die üblichen (?:einschränkungen|grenzen|risiken)|les (?:limites|limitations|réserves|risques) (?:habituel|usuel)(?:le)?s s'appliquent|se aplican las limitaciones (?:habituales|usuales)` +
	`|not (?:yet |been )?(?:known|evaluated|assessed|tested|analy[sz]ed|measured|studied|examined|investigated|disclosed|reported|applicable here)(?: (?:yet|so far|at (?:this|the) (?:time|moment)))*` +
	`|(?:same|identical) (?:as|to) (?:for |in |that of |those of )?(?:the )?(?:above|below|before|base model|original(?: model)?|parent(?: model)?)|as (?:above|usual|before|described above)` +
	`|(?:for (?:more |further |all )?(?:details?|information)[, ]*)?(?:please )?(?:see|refer to|check(?: out)?|read|consult|cf|look at|described in|reported in|as (?:described|reported|stated) in|details?(?: are)? in|have a look at|visit)(?: also)?` + // style:allow looked-at
	`(?: (?:the|our|this|original|associated|accompanying|corresponding|base|parent|model(?:'s)?|full|linked|technical|research|above|below|for|of|in|on|at|and|or|more|further|details?|information|paper|publication|article|report|arxiv|preprint|repo(?:sitory)?|github|hub|website|web|page|documentation|docs|blog(?: post)?|blogpost|notebook|code|card|link|appendix|readme|here|it|please|section|table|pdf|thesis|release notes))+` +
	`|(?:please )?(?:ask|contact|e-?mail|reach out to) (?:us|me|the (?:authors?|team|developers?|maintainers?))(?: (?:for|about) (?:more |further )?(?:details?|information|this|it|questions?))?` +
	`|keine?(?: (?:bekannt(?:en?)?|einschränkungen|angegeben|besonderen?))*|unbekannt|siehe (?:oben|unten|paper|das paper|papier|artikel|publikation|dokumentation|hier|link)(?: .{0,20})?` +
	`|aucune?s?(?: (?:connue?s?|limitation|limite)s?)*|inconnue?s?|voir (?:l'article|le papier|la documentation|ci-dessus|ci-dessous|article|papier|ici)` +
	`|ningun[oa]s?(?: (?:conocid[oa]s?|limitación))*|desconocid[oa]s?|ver (?:el )?(?:artículo|paper|documentación|arriba|abajo)` +
	`|nenhuma?s?(?: (?:conhecid[oa]s?|limitação))*|desconhecid[oa]s?|ver (?:o )?(?:artigo|paper|documentação|acima|abaixo)|nessun[oa]?(?: (?:not[oa]|conosciut[oa]|limitazione))*|sconosciut[oie]|vedi (?:articolo|paper|documentazione|sopra|sotto)` +
	`|geen(?: bekend)?|onbekend|zie (?:paper|artikel|boven|documentatie)|ing(?:en|a|et)(?: kända| kendte| kjente)?|okän[dt]a?|ukendt|ukjent|se (?:artikeln?|paper|ovan|ovenfor|artiklen)` +
	`|нет(?: данных| информации)?|неизвестно|отсутствуют|не известны?|см\.? (?:статью|выше|документацию)|yok(?:tur)?|bilinmiyor|bilinmemektedir|makaleye bakınız|tidak ada|tidak diketahui|lihat (?:makalah|paper|dokumentasi)` +
	`|[无無没沒](?:有)?(?:已知)?(?:限制|局限)?|未知|不明|不详|不詳|[见見参參](?:见|見|考)?(?:论文|論文|上文|文档|文件|原文)|(?:特に)?(?:なし|無し|ありません|ない)|論文(?:を)?(?:参照|ご参照|ご覧)(?:してください|ください)?|없음|없습니다|알 수 없음|알려지지 않음|논문 ?참[조고](?:하세요)?|لا (?:يوجد|شيء|توجد)|غير معروفة?|انظر (?:الورقة|البحث)`

// AnswerOf judges what stands under a heading, or for a field, that people are to
// read: a text may be written and say nothing. Other counts the code, tables and links
// that it stands with, and elsewhere the links among them that lead out of the repository:
// "see the paper" is no answer with one either.
func AnswerOf(text string, other, elsewhere int) Worth {
	w := WorthOf(text, other)
	if text = strings.TrimSpace(text); w.State == evidence.Filled && other <= elsewhere && len(text) <= maxShort && isUnanswered(text) {
		w.State = evidence.Unanswered
	}
	if w.State == evidence.Filled && other <= elsewhere && len(text) <= maxShort && (isCutOff(text) || bareAddress.MatchString(text) && isUnanswered(bareAddress.ReplaceAllString(text, "link"))) {
		w.State = evidence.Unanswered
	}
	if w.State == evidence.Filled && other <= elsewhere && onlyDisclaims(text) {
		w.State = evidence.Unanswered
	}
	return w
}

// bareAddress is an address of the web in a text.
var bareAddress = pattern.New(`https?://[^\s<>()\[\]]+`)

// cutOff is how a sentence ends whose rest is missing.
var cutOff = pattern.New(`\s(?:the|a|an|of|and|or|by|with|from|its|our|their|is|are|was|were|that|which|because|than)\s*$`)

// isCutOff reports whether a short text breaks off in the middle of its only sentence.
func isCutOff(text string) bool {
	return !strings.ContainsAny(text, ".!?:;\n") && cutOff.MatchString(text)
}

// disclaims is a sentence about who answers for a model, which says nothing of the model.
var disclaims = pattern.New(disclaimsSource)

const disclaimsSource = `(?i)\bliab(?:le|ility)\b|\bwarrant(?:y|ies)\b|"as[ -]is"|\bprovided as[ -]is\b|\bat (?:your|their|the user'?s) own risk\b|\b(?:not|nor) (?:be )?(?:held )?(?:responsible|accountable)\b|\b(?:no|disclaims?(?: all| any)?) responsibility\b` +
	`|\bohne gewähr\b|\b(?:keine|übernehmen|jede) haftung\b|\bhafte[tn]? nicht\b|\bauf eigene gefahr\b|\bsans (?:aucune )?garantie\b|\bdécline[nt]* toute responsabilité\b|\bresponsables? (?:de|des|d')|\bà vos (?:propres )?risques\b|\bsin garantía|\bno (?:se hace[n]? |somos |nos hacemos )?responsables?\b|\bbajo su propio riesgo\b|\bsem garantia|\bpor sua conta e risco\b|\bsenza (?:alcuna )?garanzia\b` +
	`|不承担(?:任何)?(?:法律)?责任|不承擔(?:任何)?責任|(?:后果|風險|风险)自(?:负|負|担|擔)|責任を負い(?:ません|かねます)|自己責任|책임(?:을|지) ?(?:지지|않)|не нес[её]т ответственности|без гарантий`

// onlyDisclaims reports whether each sentence of a text disclaims.
func onlyDisclaims(text string) bool {
	if len(text) > maxDisclaimer || !disclaimsMarks().in(pattern.Fold(text)) {
		return false
	}
	sentences := Sentences(text, maxDisclaimer, maxDisclaimer)
	for _, s := range sentences {
		if wordsOf(s) > 0 && !disclaims.MatchString(s) {
			return false
		}
	}
	return len(sentences) > 0
}

// maxDisclaimer is the length in bytes up to which a text may be nothing but a disclaimer.
const maxDisclaimer = 1_200

// isUnanswered looks at the beginning of a text first: most begin as no such text does, and
// need not even have the expression compiled.
func isUnanswered(text string) bool {
	words := strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return unansweredMarks().begin(pattern.Fold(strings.Join(strings.Fields(words), " "))) && unanswered.MatchString(strings.Join(strings.Fields(text), " "))
}

// whenToCome is when an announced text is to follow.
var whenToCome = pattern.New(`(?i)\b(?:in|with|after|by|for|at|within) (?:the |a |an |our |one of the )?(?:(?:next|coming|upcoming|later|future|first|final|full|near) ){1,2}(?:releases?|versions?|updates?|publications?|reviews?|weeks?|days?|months?|time|papers?|revisions?|future)\b|\b(?:soon|later|shortly)\b|\b(?:once|when|as soon as|after) [^.\n]{0,60}(?:\.|$)`)

// untilWhen is before which event of the project an announced text is to follow: what comes
// before another event, such as "before scanning", may be a statement. byWhom is who is to
// write it.
var (
	untilWhen = pattern.New(`(?i)\b(?:before|until|till|prior to|ahead of) (?:the |a |an |our )?(?:(?:next|first|final|public|official|internal) )?(?:releas(?:es?|ing)|launch|go-live|publication|publishing|review|deadline|freeze|audit|merge|merging|roll-?out)\b` +
		`|\bvor (?:dem|der) (?:(?:nächsten|ersten) )?(?:release|veröffentlichung|freigabe|audit|launch)\b|\bavant (?:la |le |l')(?:prochaine )?(?:publication|sortie|mise en (?:production|ligne)|livraison|audit)\b` +
		`|\bantes (?:del|de la|do|da) (?:lanzamiento|publicación|entrega|auditoría|lançamento|publicação|auditoria)|\bprima (?:del |della |dell')(?:rilascio|pubblicazione|audit|lancio)\b|\bvoor de (?:release|publicatie|lancering)\b`)
	byWhom = pattern.New(`(?i)\bby (?:the |our )?(?:[a-z]+ ){0,2}(?:team|authors?|owners?|maintainers?|developers?)\b|\([@\pL][\pL.-]*(?: ?\?)?\)` +
		`|\b(?:vom (?:[\pL-]+ )?[\pL-]*team|von (?:den|der|dem) (?:autor|entwickler)\pL*)\b|\bpar (?:l'équipe(?: (?:de |d'|des )?\pL+){0,2}|les auteurs)` +
		`|\bpor (?:el equipo(?: de \pL+){0,2}|(?:el|los) (?:autor|responsable)(?:es|s)?\b)|\bpel[ao]s? (?:equipe|time|autor(?:es)?)(?: de \pL+)?|\b(?:dal team(?: \pL+)?|dagli autori)|\bdoor (?:het (?:[\pL-]+ )?[\pL-]*team|de auteurs)\b`)
)

// qualifiers are words by which what is left of a short text says where, for whom or how
// often something holds: "Not available in French" is a statement.
var qualifiers = pattern.New(`(?i)(?:^|[\s(])(?:in|on|for|with|without|under|until|from|at|of|per|each|every|daily|weekly|monthly|quarterly|yearly|annually|regularly|automatically|if|when|because|only|auf|für|bei|von|aus|mit|unter|en|pour|avec|sur|dans|chaque|para|con|sobre|por|cada|em|com|per|su|ogni|voor|op|met|för|på|med|til|til|för|для|на|в|с|при)\s+\S|\b(?:daily|weekly|monthly|quarterly|yearly|annually|regularly|automatically)\b`)
