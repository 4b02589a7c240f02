# METADATA
# title: Numbers
# description: >-
#   Metrics and emissions are texts, as documents write them. A text that is no number
#   puts a rule into error that reads it as one.
package modelgate.lib.numbers

# is_number reports whether a text is a number in digits. What is no text is none.
is_number(text) if {
	is_string(text)
	regex.match(`^[-+]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,2})?$`, text)
}
