package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// serve is a client of a panel that returns the responses one after the other, the last one again and again. It notes what
// it was asked: method, path with query, and body.
func serve(t *testing.T, responses ...http.HandlerFunc) (*Client, *[]string) {
	t.Helper()
	asked := &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != "the-key" || r.Header.Get("X-Auth-User") != "the-token" {
			t.Errorf("headers %v", r.Header)
		}
		body := new(bytes.Buffer)
		if _, err := body.ReadFrom(r.Body); err != nil {
			t.Error(err)
		}
		step := min(len(*asked), len(responses)-1)
		*asked = append(*asked, strings.TrimSpace(r.Method+" "+r.URL.String()+" "+body.String()))
		responses[step](w, r)
	}))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return New(rest.Config{Platform: "the panel", Endpoint: endpoint, MaxRetries: 2, RetryWait: time.Millisecond},
		Credentials{"the-key", "the-token"}), asked
}

func respond(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestFailure(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   []rest.Detail
	}{
		"success":                 {200, `{"line_id":"x"}`, nil},
		"a list":                  {200, `[{"error":"no"}]`, nil},
		"error in 200":            {200, `{"error":"no credits"}`, []rest.Detail{{Message: "no credits"}}},
		"error of no value":       {200, `{"error":null}`, nil},
		"error false":             {200, `{"error":false,"message":"done"}`, nil},
		"empty errors":            {200, `{"error":"","errors":[]}`, nil},
		"error true":              {200, `{"error":true,"message":"no credits"}`, []rest.Detail{{Message: "no credits"}}},
		"error object":            {200, `{"error":{"message":"no credits"}}`, []rest.Detail{{Message: "no credits"}}},
		"error number":            {200, `{"error":7}`, []rest.Detail{{Message: "7"}}},
		"message of another form": {200, `{"error":"no","message":{"a":1}}`, []rest.Detail{{Message: "no"}}},
		"message":                 {500, `{"message":"Server Error"}`, []rest.Detail{{Message: "Server Error"}}},
		"nothing":                 {500, `{}`, nil},
		"fields": {422, `{"message":"m","errors":{"username":["taken","short"],"package":["gone"]}}`,
			[]rest.Detail{{Field: "package", Message: "gone"}, {Field: "username", Message: "taken short"}}},
		"fields of another form": {422, `{"errors":{"username":"taken","package":[]}}`,
			[]rest.Detail{{Field: "package", Message: "the value is refused"}, {Field: "username", Message: "taken"}}},
		"errors of another form": {422, `{"message":"m","errors":"e"}`, []rest.Detail{{Message: "m"}}},
		"status error":           {200, `{"status":"error","message":"no credits"}`, []rest.Detail{{Message: "no credits"}}},
		"status of no success":   {200, `{"status":"pending"}`, []rest.Detail{{Message: `the response has the status "pending"`}}},
		"status false": {200, `{"status":false}`,
			[]rest.Detail{{Message: `the response reports a failure and gives no reason`}}},
		"status success":       {200, `{"status":"success","message":"done"}`, nil},
		"status true":          {200, `{"status":true}`, nil},
		"status null":          {200, `{"status":null,"line_id":"x"}`, nil},
		"status of the line":   {200, `{"line_id":"x","status":"disabled"}`, nil},
		"status of a line off": {200, `{"line_id":"x","status":0}`, nil},
		"status of the user":   {200, `{"name":"x","credits":1,"status":"active"}`, nil},
		"status error with a line": {200, `{"line_id":"x","status":"ERROR","message":"no credits"}`,
			[]rest.Detail{{Message: "no credits"}}},
		"success false":           {200, `{"success":false,"message":"no credits"}`, []rest.Detail{{Message: "no credits"}}},
		"success 0 without words": {200, `{"success":0}`, []rest.Detail{{Message: "the response reports a failure and gives no reason"}}},
		"success true":            {200, `{"success":true}`, nil},
		"fields in 200":           {200, `{"errors":{"username":["taken"]}}`, []rest.Detail{{Field: "username", Message: "taken"}}},
		"errors in 200":           {200, `{"errors":["taken"]}`, []rest.Detail{{Message: `["taken"]`}}},
		"credentials": {401, `{"error":"Failed to verify API client"}`,
			[]rest.Detail{{Message: "Failed to verify API client; check api_key and user_token"}}},
		"credentials in 200": {200, `{"error":"Failed to verify API client"}`,
			[]rest.Detail{{Message: "Failed to verify API client; check api_key and user_token"}}},
		"credentials without words": {401, `{}`, []rest.Detail{{Message: "the credentials are refused; check api_key and user_token"}}},
	} {
		if got := failure(c.status, []byte(c.body)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestIsRepeated(t *testing.T) {
	refusal := func(status int, field, message string) error {
		return &rest.Error{Status: status, Detail: rest.Detail{Field: field, Message: message}}
	}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"conflict":             {refusal(409, "", "Insufficient credits"), false},
		"conflict in words":    {refusal(409, "", "rid xDg456Hdfjdeg45 was already used"), true},
		"with the rid":         {refusal(400, "", "The rid 1734da33-9723-4df6-90d1-38dc589aa0ec has been used"), true},
		"duplicate rid":        {refusal(400, "", "Error: duplicate_rid"), true},
		"already used rid":     {refusal(400, "", "already used request_id"), true},
		"of several fields":    {errors.Join(refusal(422, "package", "is invalid"), refusal(422, "rid", "The rid must be unique.")), true},
		"wrapped":              {fmt.Errorf("x: %w", refusal(422, "rid", "The rid has already been taken.")), true},
		"not used":             {refusal(409, "", "The rid was not used before"), false},
		"another field":        {refusal(422, "username", "The username of rid 5 has already been taken."), false},
		"username and rid":     {refusal(409, "", "The username has already been taken (rid x)"), false},
		"code":                 {&rest.Error{Status: 409, Detail: rest.Detail{Code: "RID_ALREADY_USED", Message: "no"}}, true},
		"200":                  {refusal(200, "", "The rid has already been used."), true},
		"field":                {refusal(422, "rid", "has already been taken."), true},
		"in other words":       {refusal(200, "", "Duplicate transaction"), false},
		"request id":           {refusal(400, "", "This request ID exists"), true},
		"rid too long":         {refusal(422, "rid", "must not be greater than 20 characters"), false},
		"username taken":       {refusal(422, "username", "The username has already been taken."), false},
		"no credits":           {refusal(402, "", "Not enough credits"), false},
		"lost":                 {refusal(0, "", "no response; rid already used"), false},
		"server error":         {refusal(500, "", "rid already used"), false},
		"no error of the call": {errors.New("rid already used"), false},
	} {
		if got := IsRepeated(c.err); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

const record = `{"line_id":"1734da33-9723-4df6-90d1-38dc589aa0ec","username":"larry_line","password":"12345","mac_addr":null,
	"owner":"billing","type":"regular",
"expire_at":"2024-09-12T15:19:21+00:00","is_enabled":true,"is_restreamer":false,"is_trial":false,"package_id":108,"bouquets":[2,3,6,8],
	"max_connections":5,"reseller_notes":"larry's home line"}`

var recorded = Line{
	ID: "1734da33-9723-4df6-90d1-38dc589aa0ec", Username: "larry_line", Password: "12345", Owner: "billing", Type: Regular,
	ExpireAt: Time{time.Date(2024, 9, 12, 15, 19, 21, 0, time.UTC)}, IsEnabled: true, PackageID: 108, Bouquets: rest.IDs{2, 3, 6, 8},
	MaxConnections: 5, ResellerNotes: "larry's home line",
}

// The calls send what the documents show.
func TestCalls(t *testing.T) {
	const receipt = `{"line_id":"1734da33","expire_at":"2021-12-16T23:42:49+00:00","transaction_amount":-100,"rid":"x"}`
	two, notes, yes, empty := int64(2), "", true, []int64{}
	for _, c := range []struct {
		response, want string
		call           func(*Client) (any, error)
		got            any
	}{
		{
			receipt, `POST /ext/line/create {"username":"larry_line","password":"12345","package":107,"reseller_notes":"larry's home ` +
				`line","bouquets":[2],"rid":"xDg"}`,
			func(c *Client) (any, error) {
				return c.Create(t.Context(), Purchase{Username: "larry_line", Password: "12345", Package: 107,
					ResellerNotes: "larry's home line", Bouquets: &[]int64{2}, RID: "xDg"})
			},
			Receipt{LineID: "1734da33", ExpireAt: Time{time.Date(2021, 12, 16, 23, 42, 49, 0, time.UTC)}, Amount: amount(-100)},
		},
		{
			`{"line_id":"1734da33","expire_at":null}`, `POST /ext/line/create-advanced {"bouquets":[],"reseller_notes":"",` +
				`"max_connections":2,"rid":"xDg"}`,
			func(c *Client) (any, error) {
				return c.CreateAdvanced(t.Context(), Settings{ResellerNotes: &notes, Bouquets: &empty, MaxConnections: &two, RID: "xDg"})
			},
			Receipt{LineID: "1734da33"},
		},
		{
			record, `POST /ext/line/1734da33-9723-4df6-90d1-38dc589aa0ec/update-advanced {"expire_at":null,"can_watch_adult":true}`,
			func(c *Client) (any, error) {
				line, err := c.Update(t.Context(), "1734da33-9723-4df6-90d1-38dc589aa0ec", Settings{ExpireAt: &Time{}, CanWatchAdult: &yes})
				return *line, err
			},
			recorded,
		},
		{
			`{"line_id":"1734da33"}`, `POST /ext/line/1734da33/update-advanced {"expire_at":"2030-01-02T02:04:05+00:00"}`,
			func(c *Client) (any, error) {
				at, _ := ParseTime("2030-01-02T03:04:05.6+01:00")
				return c.Update(t.Context(), "1734da33", Settings{ExpireAt: &at})
			},
			(*Line)(nil),
		},
		{
			strings.ReplaceAll(receipt, "1734da33", "17/../34"), `POST /ext/line/17%2F..%2F34/renew {"package":108,"rid":"hfd"}`,
			func(c *Client) (any, error) { return c.Renew(t.Context(), "17/../34", 108, "hfd") },
			Receipt{LineID: "17/../34", ExpireAt: Time{time.Date(2021, 12, 16, 23, 42, 49, 0, time.UTC)}, Amount: amount(-100)},
		},
		{`{"line_id":"A-1"}`, `POST /ext/line/a-1/enable`, func(c *Client) (any, error) { return nil, c.Enable(t.Context(), "a-1") }, nil},
		{`{"status":"success","data":{"line_id":"1"}}`, `POST /ext/line/1/disable`,
			func(c *Client) (any, error) { return nil, c.Disable(t.Context(), "1") }, nil},
		{`{"line_id":"1"}`, `POST /ext/line/1/terminate`, func(c *Client) (any, error) { return nil, c.Terminate(t.Context(), "1") }, nil},
		{
			`[` + record + `,{"line_id":"2","username":"LARRY_LINE"}]`, `GET /ext/lines?username=larry_line`,
			func(c *Client) (any, error) { return c.LinesByUsername(t.Context(), "larry_line") }, []Line{recorded},
		},
		{`[]`, `GET /ext/lines?username=a+b%26%C3%A4`, func(c *Client) (any, error) { return c.LinesByUsername(t.Context(), "a b&ä") },
			[]Line(nil)},
		{`{"name":"billing","credits":"9.5"}`, `GET /ext/profile`, func(c *Client) (any, error) { return c.Profile(t.Context()) },
			Profile{Name: "billing", Credits: 9.5, CreditsKnown: true}},
		{`[{"id":2,"name":"Kids"}]`, `GET /ext/bouquets`, func(c *Client) (any, error) { return c.Bouquets(t.Context()) },
			[]Bouquet{{ID: 2, Name: "Kids"}}},
		{
			`[{"id":107,"name":"1 month","description":null,"price_credits":1.5,"duration_hours":null,"max_connections":1,` +
				`"package_type":"regular","bouquets":[{"id":2,"name":"x"},3]}]`,
			`GET /ext/packages`, func(c *Client) (any, error) { return c.Packages(t.Context()) },
			[]Package{{ID: 107, Name: "1 month", PriceCredits: 1.5, PriceKnown: true, MaxConnections: 1, Type: "regular",
				Bouquets: rest.IDs{2, 3}, BouquetsKnown: true}},
		},
	} {
		client, asked := serve(t, respond(200, c.response))
		got, err := c.call(client)
		if err != nil || !reflect.DeepEqual(got, c.got) {
			t.Errorf("%s: %+v, %v; want %+v", c.want, got, err, c.got)
		}
		if len(*asked) != 1 || (*asked)[0] != c.want {
			t.Errorf("asked %q, want %q", *asked, c.want)
		}
	}
}

func amount(n Number) *Number { return &n }

// What costs credits is sent once by itself: after a lost response only a look says whether it may be sent again. What the
// panel has not carried out for certain is sent again, as the same request.
func TestPurchasesAreSentOnce(t *testing.T) {
	for name, call := range map[string]func(*Client) error{
		"create": func(c *Client) error {
			_, err := c.Create(t.Context(), Purchase{Username: "a", Password: "secret-word", Package: 1, RID: "same"})
			return err
		},
		"create-advanced": func(c *Client) error { _, err := c.CreateAdvanced(t.Context(), Settings{RID: "same"}); return err },
		"renew":           func(c *Client) error { _, err := c.Renew(t.Context(), "1", 107, "same"); return err },
	} {
		client, asked := serve(t, respond(504, ""), respond(200, `{"line_id":"1","expire_at":null}`))
		if err := call(client); !rest.IsUnknown(err) || len(*asked) != 1 {
			t.Errorf("%s: %v, asked %q", name, err, *asked)
		}
		client, asked = serve(t, respond(429, ""), respond(200, `{"line_id":"1","expire_at":null}`))
		if err := call(client); err != nil || len(*asked) != 2 || (*asked)[0] != (*asked)[1] ||
			!strings.Contains((*asked)[1], `"rid":"same"`) {
			t.Errorf("%s: %v, asked %q", name, err, *asked)
		}
	}

	client, asked := serve(t, respond(200, `{"expire_at":null}`))
	if _, err := client.Create(t.Context(), Purchase{Password: "secret-word"}); !rest.IsUnknown(err) ||
		!strings.Contains(err.Error(), "line_id") || len(*asked) != 1 {
		t.Errorf("a response without line_id: %v, asked %q", err, *asked)
	}
	client, _ = serve(t, respond(400, `the password secret-word is bad`))
	if _, err := client.Create(t.Context(), Purchase{Password: "secret-word"}); err == nil || strings.Contains(err.Error(), "secret-word") {
		t.Errorf("the error is %v", err)
	}
}

func TestListPages(t *testing.T) {
	item := lineText
	page := func(last int, items ...string) http.HandlerFunc {
		encoded, _ := json.Marshal(last)
		return respond(200, `{"status":"success","data":{"pagination":{"last_page":`+string(encoded)+`,"total":3},`+
			`"items":[`+strings.Join(items, ",")+`]}}`)
	}
	for name, c := range map[string]struct {
		responses []http.HandlerFunc
		want      string
		asked     int
	}{
		"pages":              {[]http.HandlerFunc{page(2, item("1"), item("2")), page(2, item("3"))}, "123", 2},
		"ends with an empty": {[]http.HandlerFunc{page(9, item("1")), page(9)}, "1", 2},
		"no index":           {[]http.HandlerFunc{respond(404, "<html>"), respond(200, "["+item("1")+"]")}, "1", 2},
		"not allowed":        {[]http.HandlerFunc{respond(405, `{"error":"method"}`), respond(200, "[]")}, "", 2},
		"data array": {[]http.HandlerFunc{respond(200, `{"data":[{"pagination":{"last_page":1}},{"items":[`+item("1")+`]}]}`)}, "1",
			1},
		"bare array": {[]http.HandlerFunc{respond(200, "["+item("1")+"]")}, "1", 2},
		"numbered object": {[]http.HandlerFunc{respond(404, ""),
			respond(200, `{"10":`+item("3")+`,"2":`+item("2")+`,"0":`+item("1")+`}`)}, "123", 2},
		"lines in data":    {[]http.HandlerFunc{respond(405, ""), respond(200, `{"status":"success","data":[`+item("1")+`]}`)}, "1", 2},
		"no lines in data": {[]http.HandlerFunc{respond(405, ""), respond(200, `{"status":"success","data":[]}`)}, "", 2},
		"no last page": {[]http.HandlerFunc{respond(200, `{"data":{"items":[`+item("1")+`]}}`),
			respond(200, "["+item("1")+","+item("2")+"]")}, "12", 2},
		"short items": {[]http.HandlerFunc{
			respond(200, `{"data":{"pagination":{"last_page":2},"items":[{"line_id":"1","username":"u","password":"p"}]}}`), respond(200,
				"["+item("1")+","+item("2")+"]"),
		}, "12", 2},
	} {
		client, asked := serve(t, c.responses...)
		lines, err := client.ListLines(t.Context())
		got := ""
		for _, l := range lines {
			got += l.ID
		}
		if err != nil || got != c.want || len(*asked) != c.asked {
			t.Errorf("%s: %q, %v, asked %q", name, got, err, *asked)
		}
	}

	for name, body := range map[string]string{
		"null": "null", "items of another form": `{"data":{"items":"none"}}`, "empty " +
			"object": `{}`, "message": `{"message":"no"}`, "text": `"lines"`, "no data": `{"status":"success"}`, "no " +
			"items": `{"data":{}}`, "error page": "<html>",
		"truncated": `[{"line_id":"1"`,
	} {
		client, _ := serve(t, respond(200, body))
		lines, err := client.ListLines(t.Context())
		if err == nil || name == "items of another form" && !strings.Contains(err.Error(), "its items are no list of lines") {
			t.Errorf("%s: %v, %v", name, lines, err)
		}
	}
	client, asked := serve(t, respond(404, "<html>"), respond(200, "[]"))
	for range 2 {
		if _, err := client.ListPage(t.Context(), 1); err != nil {
			t.Error(err)
		}
	}
	if len(*asked) != 3 {
		t.Errorf("the panel was asked again for what it does not have: %q", *asked)
	}
}
