package api_test

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
)

// platform responds to every call with the given status and body, and keeps the requests with their bodies.
type platform struct {
	requests []*http.Request
	bodies   []string
}

func newClient(t *testing.T, status int, body string, credentials api.Credentials) (*api.Client, *platform) {
	t.Helper()
	p := &platform{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		p.requests, p.bodies = append(p.requests, r), append(p.bodies, string(sent))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	endpoint, err := rest.ParseEndpoint(server.URL+"/api/channels/admin", false)
	if err != nil {
		t.Fatal(err)
	}
	return api.New(rest.Config{Platform: "Icareus Suite", Endpoint: endpoint, Timeout: 10 * time.Second}, credentials), p
}

var token = api.Credentials{OrganizationID: 2631609, Token: "the-token"}

const ok = `{"status":"ok","channel":{"serviceId":12346501,"name":"News"}}`

func TestClient_requests(t *testing.T) {
	name, empty := "News", []int64{}
	for operation, c := range map[string]struct {
		call     func(*api.Client) error
		response string
		method   string
		query    string
		body     string
	}{
		"create": {
			func(c *api.Client) error {
				_, err := c.CreateChannel(t.Context(), api.ChannelInput{Name: &name})
				return err
			},
			ok, "POST", "action=addChannel&organizationId=2631609", `{"name":"News"}`,
		},
		"update, empty values included": {
			func(c *api.Client) error {
				_, err := c.UpdateChannel(t.Context(), 12346501,
					api.ChannelInput{Description: new(string), AudioOnly: new(bool), Quality: new(int64), Categories: &empty})
				return err
			},
			ok, "POST", "action=updateChannel&channelId=12346501&organizationId=2631609",
			`{"description":"","audioOnly":false,"quality":0,"categories":[]}`,
		},
		"read": {
			func(c *api.Client) error { _, err := c.GetChannel(t.Context(), 12346501); return err },
			ok, "GET", "action=getChannel&channelId=12346501&organizationId=2631609", "",
		},
		"list": {
			func(c *api.Client) error { _, err := c.ListChannels(t.Context()); return err },
			`{"status":"ok","channels":[]}`, "GET", "action=getChannels&organizationId=2631609", "",
		},
		"delete": {
			func(c *api.Client) error { return c.DeleteChannel(t.Context(), 12346501) },
			`{"status":"ok","message":"12346501"}`, "POST", "action=deleteChannel&channelId=12346501&organizationId=2631609", "",
		},
	} {
		t.Run(operation, func(t *testing.T) {
			client, p := newClient(t, http.StatusOK, c.response, token)
			if err := c.call(client); err != nil {
				t.Fatal(err)
			}
			r := p.requests[0]
			if r.Method != c.method || r.URL.RawQuery != c.query || p.bodies[0] != c.body ||
				r.Header.Get("Authorization") != "Bearer the-token" {
				t.Errorf("sent %s %s %s with %q", r.Method, r.URL.RawQuery, p.bodies[0], r.Header.Get("Authorization"))
			}
		})
	}
}

func TestClient_icon(t *testing.T) {
	client, p := newClient(t, http.StatusOK, ok, token)
	const odd = `a "quoted".gif`
	if _, err := client.UploadIcon(t.Context(), 12346501, odd, []byte("GIF89a...")); err != nil {
		t.Fatal(err)
	}
	_, boundary, _ := strings.Cut(p.requests[0].Header.Get("Content-Type"), "boundary=")
	part, err := multipart.NewReader(strings.NewReader(p.bodies[0]), boundary).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(part)
	if err != nil || part.FormName() != "channelIcon" || part.FileName() != odd || part.Header.Get("Content-Type") != "image/gif" ||
		string(content) != "GIF89a..." {
		t.Errorf("part %q of file %q, %s: %q (%v)", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), content, err)
	}
}

// With the secret every request carries a token of its own time, each accepted by nobody but its organisation.
func TestClient_generatedTokens(t *testing.T) {
	client, p := newClient(t, http.StatusOK, ok, api.Credentials{OrganizationID: 13509, Secret: "secret"})
	before := time.Now()
	if _, err := client.GetChannel(t.Context(), 12346501); err != nil {
		t.Fatal(err)
	}
	got := p.requests[0].Header.Get("Authorization")
	for at := before; !at.After(time.Now().Add(time.Second)); at = at.Add(time.Second) {
		if got == "Bearer "+api.GenerateToken(13509, "secret", at) {
			return
		}
	}
	t.Errorf("the token %q is of no moment of the request", got)
}

func TestClient_failures(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		fields []string
		words  string
		gone   bool
	}{
		"two fields, sorted": {
			400, `{"errors":{"primaryLanguage":[{"message":"finnish is not a valid language id","name":"invalid-value"}],` +
				`"categories":[{"message":"invalid category ids: 12345 890 ","name":"invalid-value"}]},"status":"error"}`,
			[]string{"categories", "primaryLanguage"}, "invalid category ids: 12345 890 (", false,
		},
		"two errors of one field": {400, `{"status":"error","errors":{"name":[{"message":"one"},{"message":"two"}]}}`,
			[]string{"name", "name"}, "one", false},
		"errors in another form": {400, `{"status":"error","errors":{"name":"is wrong"}}`, []string{"name"}, "the value is refused",
			false},
		"status 200":    {200, `{"status":"error","message":"invalid-channel-id"}`, []string{""}, "does not exist", true},
		"gone with 400": {400, `{"status":"error","message":"invalid-channel-id"}`, []string{""}, "does not exist", true},
		"gone with 404": {404, `{"status":"error","message":"invalid-channel-id"}`, []string{""}, "does not exist", true},
		"gone with 401": {401, `{"status":"error","message":"invalid-channel-id"}`, []string{""}, "does not accept the token",
			false},
		"gone with 403": {403, `{"status":"error","message":"invalid-channel-id"}`, []string{""}, "does not accept the token",
			false},
		"another channel": {200, `{"status":"ok","channel":{"serviceId":7}}`, []string{""},
			"it holds channel 7 rather than 12346501", false},
		"404 of a wrong address": {404, "<html><body>Not Found</body></html>", []string{""}, "is the endpoint the address of the API?",
			false},
		"another organisation": {400, `{"status":"error","message":"invalid-organization-id"}`, []string{""}, "no organisation 2631609",
			false},
		"token": {401, `{"status":"error","message":"unauthorized"}`, []string{""},
			"does not accept the token for organisation 2631609", false},
		"unknown code": {400, `{"status":"error","message":"channel-is-recording"}`, []string{""}, "channel-is-recording",
			false},
		"null":             {200, `null`, []string{""}, "it is null", false},
		"no channel in it": {200, `{"status":"ok"}`, []string{""}, "no channel with a serviceId", false},
	} {
		t.Run(name, func(t *testing.T) {
			client, _ := newClient(t, c.status, c.body, token)
			_, err := client.GetChannel(t.Context(), 12346501)
			if err == nil {
				t.Fatal("no error")
			}
			if api.IsGone(err) != c.gone || !strings.Contains(err.Error(), c.words) {
				t.Errorf("gone %v: %v", api.IsGone(err), err)
			}
			all := []error{err}
			var joined interface{ Unwrap() []error }
			if errors.As(err, &joined) {
				all = joined.Unwrap()
			}
			for i, one := range all {
				var e *rest.Error
				if !errors.As(one, &e) || len(all) != len(c.fields) || e.Field != c.fields[i] {
					t.Errorf("error %d is %v, want one of each of %q", i, one, c.fields)
				}
			}
		})
	}
}

// Success is HTTP 200, the status "ok" and what the call is documented to return. What is neither that nor the documented
// refusal leaves open what the platform did.
func TestClient_success(t *testing.T) {
	name := "News"
	calls := map[string]struct {
		call func(*api.Client) error
		ok   string
	}{
		"create": {func(c *api.Client) error {
			_, err := c.CreateChannel(t.Context(), api.ChannelInput{Name: &name})
			return err
		}, ok},
		"update": {func(c *api.Client) error {
			_, err := c.UpdateChannel(t.Context(), 12346501, api.ChannelInput{Name: &name})
			return err
		}, ok},
		"icon": {func(c *api.Client) error {
			_, err := c.UploadIcon(t.Context(), 12346501, "a.gif", []byte("GIF89a"))
			return err
		}, ok},
		"delete": {func(c *api.Client) error { return c.DeleteChannel(t.Context(), 12346501) }, `{"status":"ok","message":"12346501"}`},
		"list":   {func(c *api.Client) error { _, err := c.ListChannels(t.Context()); return err }, `{"status":"ok","channels":[]}`},
		"read":   {func(c *api.Client) error { _, err := c.GetChannel(t.Context(), 12346501); return err }, ok},
	}
	for call, c := range calls {
		for name, r := range map[string]struct {
			status  int
			body    string
			unknown bool
			words   string
		}{
			"empty":              {200, "", true, "empty"},
			"no members":         {200, "{}", true, `the status of the response is ""`},
			"a list":             {200, "[]", true, "another form"},
			"failed":             {200, `{"status":"failed"}`, true, `the status of the response is "failed"`},
			"failed, with words": {200, `{"status":"failed","message":"channel-is-recording"}`, true, "channel-is-recording"},
			"refused with 200":   {200, `{"status":"error","message":"channel-is-recording"}`, false, "channel-is-recording"},
			"ok without content": {200, `{"status":"ok"}`, true, "another form"},
			"ok with words":      {200, `{"status":"ok","message":"channel-is-recording"}`, true, "another form"},
			"ok with an error":   {200, strings.Replace(c.ok, "{", `{"error":"quota",`, 1), true, "quota"},
			"ok with errors":     {200, strings.Replace(c.ok, "{", `{"errors":{"name":[{"message":"taken"}]},`, 1), true, "taken"},
			"201":                {201, c.ok, true, "the documented success is HTTP 200"},
			"202":                {202, `{"status":"pending"}`, true, `is "pending"`},
			"400":                {400, c.ok, false, "HTTP 400"},
		} {
			t.Run(call+"/"+name, func(t *testing.T) {
				client, _ := newClient(t, r.status, r.body, token)
				err := c.call(client)
				if err == nil || rest.IsUnknown(err) != r.unknown || !strings.Contains(err.Error(), r.words) {
					t.Errorf("unknown %v, want %v with %q: %v", rest.IsUnknown(err), r.unknown, r.words, err)
				}
			})
		}
		for name, body := range map[string]string{
			"documented": c.ok, "empty errors": strings.Replace(c.ok, "{", `{"errors":[],"error":null,`, 1),
		} {
			client, _ := newClient(t, http.StatusOK, body, token)
			if err := c.call(client); err != nil {
				t.Errorf("%s, %s: %v", call, name, err)
			}
		}
	}
}

// One field that cannot be read is named, and hides neither the other fields nor the other channels.
func TestClient_lenient(t *testing.T) {
	client, _ := newClient(t, http.StatusOK, `{"status":"ok","channels":[
		{"serviceId":1,"name":"One","quality":{"id":1},"logicalChannelNumber":"12A","categories":{"0":101,"2":{"id":"103"}},
			"streams":{"total":"2","items":{"1":{"preset_id":"9"}}}},
		{"serviceId":"2","name":22,"isPublic":1,"description":null,"categories":["101"],
			"locationRestrictions":"none","streams":{"items":7}},
		{"name":"nobody"}, 7, {"serviceId":3,"name":"Three"}]}`, token)
	list, err := client.ListChannels(t.Context())
	if err != nil || list.Total != 5 || len(list.Channels) != 3 {
		t.Fatalf("%d of %d channels, %v", len(list.Channels), list.Total, err)
	}
	one, two, three := list.Channels[0], list.Channels[1], list.Channels[2]
	if one.Name != "One" || !slices.Equal(one.Categories, []int64{101, 103}) || one.Streams.Total != 2 ||
		one.Streams.Items[0].PresetID != 9 {
		t.Errorf("the first channel is %+v", one)
	}
	if two.ServiceID != 2 || two.Name != "22" || !bool(two.IsPublic) || !slices.Equal(two.Categories, []int64{101}) || two.Streams != nil {
		t.Errorf("the second channel is %+v", two)
	}
	if three.Name != "Three" || three.Unread != nil {
		t.Errorf("the third channel is %+v", three)
	}
	want := [][]api.Unread{
		{{Field: "logicalChannelNumber", Reason: "a whole number was expected"}, {Field: "quality", Reason: "a whole number was expected"}},
		{{Field: "locationRestrictions", Reason: "a list was expected"}, {Field: "streams", Reason: "a list was expected"}},
	}
	if !slices.Equal(one.Unread, want[0]) || !slices.Equal(two.Unread, want[1]) {
		t.Errorf("unread are %v and %v", one.Unread, two.Unread)
	}
}
