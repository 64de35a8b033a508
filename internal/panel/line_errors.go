package panel

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// permissions is what a token's user needs for a call (section 1).
var permissions = map[string]string{
	api.OpCreate: "createLinesWithPackage", api.OpRenew: "createLinesWithPackage", api.OpCreateAdvanced: "createLines",
	api.OpUpdate: "editLines", api.OpEnable: "statusLineToggle", api.OpDisable: "statusLineToggle", api.OpTerminate: "destroyLines",
	api.OpFind: "indexLines", api.OpList: "indexLines", api.OpPackages: "indexPackages", api.OpProfile: "showUserProfile",
}

// addError reports an error of the panel, with the permission that is missing and what to do next.
func addError(diags *diag.Diagnostics, summary string, err error, advice string) {
	var failed *rest.Error
	if errors.As(err, &failed) && failed.Status == http.StatusForbidden && permissions[failed.Operation] != "" {
		missing := fmt.Sprintf("To %s, the user of user_token needs the permission %s.", failed.Operation, permissions[failed.Operation])
		if failed.Operation == api.OpCreateAdvanced || failed.Operation == api.OpUpdate {
			missing += " Resellers normally do not have it."
		}
		if !failed.FromPlatform() {
			missing = "The response is not in the panel's own words: a gateway, a firewall or a CDN in front of the panel may have " +
				"refused the request. If nothing is in front of it: " + missing
		}
		advice = strings.TrimSpace(missing + "\n\n" + advice)
	}
	tf.AddError(diags, summary, err, lineField, advice)
}

// lineFields is the attributes by the panel's names, where they differ.
var lineFields = map[string]string{"package": "package_id"}

// lineField finds the attribute of a field such as bouquets or bouquets.0.
func lineField(field string) (path.Path, bool) {
	name, _, _ := strings.Cut(field, ".")
	if other, ok := lineFields[name]; ok {
		name = other
	}
	_, ok := lineSchema().Attributes[name]
	return path.Root(name), ok && name != "id"
}

// addExists reports that a new line's username is another line's.
func addExists(diags *diag.Diagnostics, line api.Line) {
	diags.AddAttributeError(path.Root("username"), "Line exists already",
		fmt.Sprintf("The panel has a line with the username %q, line_id %s. Nothing was created or charged. %s\n\n"+
			"If it is the line that this resource replaces with create_before_destroy: a new line cannot have the username of one that "+
			"still exists. Remove create_before_destroy, or choose another username.%s",
			string(line.Username), lineID(line.ID), importAdvice(string(line.Username)), tf.StillDestroys))
}

// importAdvice names the command that takes a line into the state.
func importAdvice(username string) string {
	return "To manage that line with this resource, import it:\n\n    terraform import ADDRESS " + shellWord(username) +
		"\n\nwhere ADDRESS is the resource's address, such as iptv_line.example."
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*$`)

func shellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// warnOmitted names, one by one, what a data source omits because a field of it cannot be read.
func warnOmitted(diags *diag.Diagnostics, summary string, failed []error) {
	for _, err := range failed {
		diags.AddWarning(summary, tf.Sentence(err.Error())+" The others are not affected.")
	}
}

// addWarning reports what did not work out after the line was created or charged.
func addWarning(diags *diag.Diagnostics, summary string, err error, advice string) {
	var errs diag.Diagnostics
	addError(&errs, summary, err, advice)
	for _, d := range errs {
		diags.AddWarning(d.Summary(), d.Detail())
	}
}
