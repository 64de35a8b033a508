package icareus

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

const endpointPath = "/api/channels/admin"

// actions is the actions and their methods.
var actions = map[string]string{
	"addChannel":     http.MethodPost,
	"updateChannel":  http.MethodPost,
	"deleteChannel":  http.MethodPost,
	"getChannel":     http.MethodGet,
	"getChannels":    http.MethodGet,
	"addChannelIcon": http.MethodPost,
}

// Operations is the names of the documented calls, sorted.
func Operations() []string {
	var names []string
	for action := range actions {
		names = append(names, "icareus."+action)
	}
	slices.Sort(names)
	return names
}

// Operation is "icareus." and the action, "icareus.unknown" if there is no such action with the request's method, and
// nothing for a path of another platform.
func (p *Platform) Operation(r *http.Request) string {
	if r.URL.Path != endpointPath {
		return ""
	}
	action := r.URL.Query().Get("action")
	if method, ok := actions[action]; !ok || method != r.Method {
		return "icareus.unknown"
	}
	return "icareus." + action
}

// refusedCall is a call that is not carried out; fields is set when members of the body are at fault.
type refusedCall struct {
	status  int // 0 means the status that the variants set
	message string
	fields  fieldProblems
}

// Serve responds to a call that Operation has named.
func (p *Platform) Serve(w http.ResponseWriter, r *http.Request, operation string) {
	p.mu.Lock()
	variants := p.variants
	if operation == "icareus.deleteChannel" && variants.DeleteBody != nil {
		p.mu.Unlock()
		variants.deleteOddly(w)
		return
	}
	response, refusal := p.carryOut(r, operation)
	p.mu.Unlock()
	if refusal != nil {
		variants.refuse(w, refusal)
		return
	}
	response["status"] = cmp.Or(variants.SuccessWord, "ok")
	simulator.WriteJSON(w, cmp.Or(variants.SuccessStatus, http.StatusOK), response)
}

// deleteOddly sends what is no documented success.
func (v Variants) deleteOddly(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, *v.DeleteBody)
}

// carryOut is called with the mutex held; what it returns shares nothing with the state.
func (p *Platform) carryOut(r *http.Request, operation string) (map[string]any, *refusedCall) {
	// Only the URL's query counts: ParseForm would swallow the JSON that curl sends as a form.
	query := r.URL.Query()
	organizationID, _ := strconv.ParseInt(query.Get("organizationId"), 10, 64)
	organization := p.organizations[organizationID]
	if !p.authorized(r.Header.Get("Authorization"), organization) {
		status := cmp.Or(p.variants.UnauthorizedStatus, http.StatusUnauthorized)
		return nil, &refusedCall{status: status, message: "unauthorized"}
	}
	if operation == "icareus.unknown" {
		return nil, &refusedCall{message: "invalid-action"}
	}
	if organization == nil {
		return nil, &refusedCall{message: "invalid-organization-id"}
	}
	switch operation {
	case "icareus.addChannel":
		return p.addChannel(r, organization)
	case "icareus.getChannels":
		return map[string]any{"channels": p.variants.list(organization)}, nil
	}

	id, _ := strconv.ParseInt(query.Get("channelId"), 10, 64)
	record := organization.channels[id]
	if record == nil {
		return nil, &refusedCall{message: "invalid-channel-id"}
	}
	switch operation {
	case "icareus.updateChannel":
		sent, refusal := readBody(r)
		if refusal != nil {
			return nil, refusal
		}
		changed, problems := organization.change(record.channel, sent)
		if len(problems) > 0 {
			return nil, &refusedCall{fields: problems}
		}
		record.channel, record.sent = p.variants.stored(changed, organization), sent
	case "icareus.addChannelIcon":
		if p.variants.IconsRefused {
			problems := fieldProblems{}
			problems.add("channelIcon", "not an image")
			return nil, &refusedCall{fields: problems}
		}
		if refusal := record.upload(r); refusal != nil {
			return nil, refusal
		}
	case "icareus.deleteChannel":
		if p.variants.DeleteRefusal != "" {
			return nil, &refusedCall{message: p.variants.DeleteRefusal}
		}
		delete(organization.channels, id)
		return map[string]any{"message": strconv.FormatInt(id, 10)}, nil
	}
	return map[string]any{"channel": p.variants.channel(record.channel)}, nil
}

func (p *Platform) addChannel(r *http.Request, o *storedOrganization) (map[string]any, *refusedCall) {
	sent, refusal := readBody(r)
	if refusal != nil {
		return nil, refusal
	}
	created, problems := o.change(NewChannel(""), sent)
	if _, named := sent["name"]; !named {
		problems.add("name", "minimum length: 1")
	}
	if len(problems) > 0 {
		return nil, &refusedCall{fields: problems}
	}
	created = p.variants.stored(created, o)
	if p.variants.NextNumber && created.LogicalChannelNumber == 0 {
		created.LogicalChannelNumber = o.nextNumber()
	}
	record := p.insert(o, created, sent)
	return map[string]any{"channel": p.variants.channel(record.channel)}, nil
}

// readBody reads a JSON object under any content type.
func readBody(r *http.Request) (map[string]json.RawMessage, *refusedCall) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, &refusedCall{message: "invalid-body"}
	}
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(body, &sent); err != nil || sent == nil {
		return nil, &refusedCall{message: "invalid-json"}
	}
	return sent, nil
}
