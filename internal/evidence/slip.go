package evidence

// SlipKind is what is wrong at a place of a card's text.
type SlipKind string

const (
	SlipCount       SlipKind = "count"         // a number of things, and the list of them has another
	SlipRange       SlipKind = "range"         // the first bound is above the second
	SlipRepeated    SlipKind = "repeated"      // a paragraph that is in the text before
	SlipUnfinished  SlipKind = "unfinished"    // a paragraph that ends within a sentence
	SlipAcronym     SlipKind = "acronym"       // words that are not those of the acronym behind them
	SlipLink        SlipKind = "link"          // the name of a link is not that of what it leads to
	SlipLabels      SlipKind = "labels"        // the meaning of a class, which elsewhere is that of another
	SlipClasses     SlipKind = "classes"       // a class in the settings of a model that has two numbers
	SlipUnlisted    SlipKind = "unlisted"      // a class that a list of the card lacks
	SlipFramework   SlipKind = "framework"     // a framework, with its version
	SlipYear        SlipKind = "year"          // a year of a citation
	SlipPaperYear   SlipKind = "paper_year"    // a year of a paper, which its number shows to be younger
	SlipWeekday     SlipKind = "weekday"       // a weekday that the date does not have
	SlipRelease     SlipKind = "release"       // a day of release, where files of the release are of another
	SlipModel       SlipKind = "model"         // the name of another model where the model's own belongs
	SlipBase        SlipKind = "base"          // the name of a base model that is not that of the metadata
	SlipLikened     SlipKind = "likened"       // models of another task, which the text likens this one to
	SlipTokenizer   SlipKind = "tokenizer"     // code loads a tokenizer of another model
	SlipDirection   SlipKind = "direction"     // of a translation, which elsewhere is the other way
	SlipLanguage    SlipKind = "language"      // a language that is not the model's
	SlipUse         SlipKind = "use"           // a use that the text rules out elsewhere
	SlipTraining    SlipKind = "training_type" // the type of training that emissions are of
	SlipSource      SlipKind = "source"        // the source of a result, which has no address
	SlipEmissions   SlipKind = "emissions"     // emissions that the text states, and their grams
	SlipPhone       SlipKind = "phone"         // a number at which people are to be called
	SlipPlaceholder SlipKind = "placeholder"   // code has a placeholder in place of the model
	SlipArgument    SlipKind = "argument"      // of code, which another argument or a sentence rules out
	SlipSetting     SlipKind = "setting"       // of the model that the card states, and not its files
	SlipHeldOut     SlipKind = "held_out"      // data that were not trained on, which the text names among the training data
	SlipPerson      SlipKind = "person"        // the name of a person, with a date of birth or the number of a record
	SlipOrder       SlipKind = "order"         // a date that is before, or behind, one that it cannot be
)

func (SlipKind) Words() []string {
	return listed(SlipCount, SlipRange, SlipRepeated, SlipUnfinished, SlipAcronym, SlipLink, SlipLabels, SlipClasses, SlipUnlisted, SlipFramework, SlipYear, SlipPaperYear, SlipWeekday, SlipRelease, SlipModel, SlipBase, SlipLikened, SlipTokenizer, SlipDirection, SlipLanguage, SlipUse, SlipTraining, SlipSource, SlipEmissions, SlipPhone, SlipPlaceholder, SlipArgument, SlipSetting, SlipOrder, SlipHeldOut, SlipPerson)
}
