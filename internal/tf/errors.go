package tf

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// StillDestroys ends the detail of an error at plan: Terraform plans all of a configuration before it destroys.
const StillDestroys = " To destroy what is in state nevertheless, run `terraform destroy -refresh=false`."

// Fields finds the attribute that a platform's field name stands for; false when there is none.
type Fields func(field string) (path.Path, bool)

// AddError reports an error of a platform: one diagnostic for each field that the platform named, on its attribute.
// summary is verb and noun, such as "Cannot create channel"; advice, which may be empty, says what to do next.
func AddError(diags *diag.Diagnostics, summary string, err error, fields Fields, advice string) {
	for _, one := range flatten(err) {
		detail := Sentence(one.Error())
		var failed *rest.Error
		if errors.As(one, &failed) {
			detail = Sentence(failed.Platform + ": " + failed.Reason())
			if failed.Field != "" && fields != nil {
				if at, ok := fields(failed.Field); ok {
					diags.AddAttributeError(at, summary, join(detail, advice))
					continue
				}
				detail = Sentence(failed.Platform + ": " + failed.Field + ": " + failed.Reason())
			}
		}
		diags.AddError(summary, join(detail, advice))
	}
}

// AddInvalidImportID reports what names no object to import; rule says what does.
func AddInvalidImportID(diags *diag.Diagnostics, id, rule string) {
	diags.AddError("Invalid import ID", fmt.Sprintf("%s Got %q.", rule, id))
}

// AddCreateError reports a create that failed. When the platform may hold an object that is in no state, it says which
// and how to take it over.
func AddCreateError(diags *diag.Diagnostics, noun string, err error, fields Fields) {
	summary := "Cannot create " + noun
	var uncertain *inventory.UncertainError
	if !errors.As(err, &uncertain) {
		AddError(diags, summary, err, fields, "")
		return
	}
	const takeOver = "If it is there, take it over with `terraform import ADDRESS ID`"
	advice := "Nothing new was found on the platform. Apply again to create the " + noun + "."
	ids := strings.Join(uncertain.IDs, ", ")
	switch {
	case uncertain.Lookup != nil:
		advice = "The response was lost, and afterwards the platform could not be asked whether it created the " + noun + ": " +
			Sentence(uncertain.Lookup.Error()) + " Look for it on the platform. " + takeOver + "; if not, apply again."
	case uncertain.Near:
		advice = "The response was lost, and the platform has new objects that are nearly equal: " + ids +
			". The create was not sent again. If one of them is the " + noun +
			", take it over with `terraform import ADDRESS ID`; if none is, apply again."
	case len(uncertain.IDs) > 0:
		advice = "The response was lost, and the platform has more new objects like it than responses were lost: " + ids +
			". Find out which is yours. " + takeOver + "; if none is, apply again."
	}
	AddError(diags, summary, uncertain.Err, fields, advice)
}

// AddOthersWarning names new objects like the one that was created: one create was sent more than once, and the platform
// may have carried out more than one send.
func AddOthersWarning(diags *diag.Diagnostics, noun, id string, others []string) {
	if len(others) == 0 {
		return
	}
	diags.AddWarning("Possibly a second "+noun, "A response was lost, so the create was sent again, which made "+id+
		". The platform has further new objects like it, which may come from the first send: "+strings.Join(others, ", ")+
		". They are in no state. Delete them on the platform if nobody else made them.")
}

// NearlyEqual reports whether two texts differ at most in case and white space.
func NearlyEqual(a, b string) bool {
	fold := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
	return fold(a) == fold(b)
}

// flatten is the errors that errors.Join joined.
func flatten(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	return joined.Unwrap()
}

func join(detail, advice string) string {
	if advice == "" {
		return detail
	}
	return detail + "\n\n" + advice
}

// Sentence is text with a capital letter at its beginning, unless that is an attribute's name, and a full stop at its end.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return text
	}
	if first, _, _ := strings.Cut(text, " "); !isName(first) {
		text = Capitalized(text)
	}
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// isName reports whether a word is the name of an attribute, such as request_timeout or telecomx.endpoint, which is written as it is.
func isName(word string) bool {
	return strings.Contains(word, "_") || strings.Contains(strings.TrimRight(word, ".:"), ".")
}

// Capitalized is text with a capital letter at its beginning.
func Capitalized(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
