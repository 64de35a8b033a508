package panel

import (
	"cmp"
	"net/http"
	"strings"
)

// RID is what a request gets whose rid was seen before.
type RID int

const (
	// RIDReplay repeats the first response, without any effect.
	RIDReplay RID = iota
	// RIDConflict returns 409 with an error.
	RIDConflict
	// RIDErrorInOK returns 200 with an error in the body.
	RIDErrorInOK
	// RIDForgotten remembers no rid: the call is carried out, and charged, again. The documents name no memory.
	RIDForgotten
)

// Errors is how a write is refused. The documents name no status and no body.
type Errors int

const (
	// ErrorsByStatus is a status of 400 or above, with an object that has error.
	ErrorsByStatus Errors = iota
	// ErrorsInStatus is 200 with {"status": "error", "message": ...}.
	ErrorsInStatus
	// ErrorsInMessage is 200 with {"message": ...} alone.
	ErrorsInMessage
	// ErrorsInSuccess is 200 with {"success": false, "message": ...}.
	ErrorsInSuccess
)

// Refusal is an error that the panel returns.
type Refusal struct {
	Status int    // 422 when 0
	Text   string // of error
}

func (r Refusal) response() apiResponse {
	return refuse(cmp.Or(r.Status, http.StatusUnprocessableEntity), r.Text)
}

// Variants is how panels differ where the documents are silent or name a version. The zero value is a current one
// that decides every open question as section 11 proposes.
type Variants struct {
	RID                   RID
	IgnoreFilter          bool // the lists ignore username, as before v1.1.22
	NoIndex               bool // no /ext/lines/index, as before v2.0.10
	ListsRefused          bool // 403 on both lists, whatever the permissions
	PackageBouquetObjects bool // a package's bouquets are objects with id, not integers
	CreateCredentials     bool // create returns username and password as well
	UpdateReturnsID       bool // update-advanced returns only line_id
	DataArray             bool // data of /ext/lines/index is an array whose entry holds pagination and items

	SameUsernames bool // a username may be had by several lines
	EmptyLists    int  // so many requests of the lists find no lines (200), below 0 all; each counts one down
	FailedLists   int  // so many requests of the lists are 500, below 0 all; each counts one down. It comes before EmptyLists
	Trim          bool // username and reseller_notes, in bodies and queries, lose the white space around them, as in Laravel
	RenewFromNow  bool // a renewal's period starts now, also where the line has not expired
	RenewResets   bool // a renewal gives the line the bouquets and connections of its package
	OwnerRefused  bool // owner_id of anybody but a super-admin is refused, not ignored
	ShortIndex    bool // items of /ext/lines/index hold line_id, username and password, all that its page shows
	OtherLine     bool // enable, disable and terminate return the line_id of another line, and do nothing to the one in the path

	Errors        Errors             // of POST calls
	TooFewCredits Refusal            // what a purchase or renewal gets that the balance does not cover; zero: 402
	Refuse        map[string]Refusal // calls that are refused whatever they say, by operation such as "panel.line.renew"

	Shapes Shapes
	// Record edits each record of a line before it is sent, in the lists and by create-advanced and update-advanced.
	// Its values are those of encoding/json with numbers as json.Number. It runs without the lock. nil edits nothing.
	Record func(record map[string]any)
}

// SetVariants changes the behaviour of the calls that follow. change must not call methods of p.
func (p *Platform) SetVariants(change func(*Variants)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.variants)
}

// trimmed is a text as the panel takes it.
func (c *apiCall) trimmed(text *string) *string {
	if text == nil || !c.variants.Trim {
		return text
	}
	value := strings.TrimSpace(*text)
	return &value
}

// refused is a refusal of a write in the shape of the variant Errors.
func (v *Variants) refused(response apiResponse) apiResponse {
	failed, ok := response.body.(errorBody)
	if !ok {
		return response
	}
	switch v.Errors {
	case ErrorsInStatus:
		return apiResponse{http.StatusOK, map[string]any{"status": "error", "message": failed.Error}}
	case ErrorsInMessage:
		return apiResponse{http.StatusOK, map[string]any{"message": failed.Error}}
	case ErrorsInSuccess:
		return apiResponse{http.StatusOK, map[string]any{"success": false, "message": failed.Error}}
	default:
		return response
	}
}
