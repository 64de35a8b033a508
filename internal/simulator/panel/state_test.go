package panel

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

func TestUsers(t *testing.T) {
	h := newHarness(t)
	const valid = `{"name":"sub","email":"sub@example.com","password":"p","password_confirmation":"p","credits":1.5,"notes":"n"}`
	h.SetPermissions(UserToken, "indexSubresellers", "editSubresellers", "showUserProfile")
	created := h.post(200, UserToken, "/ext/user/create", valid)
	equal(t, "created", any(created), any(map[string]any{"id": 5.0}))
	want := decoded(t, `[{"id": 5, "name": "sub", "email": "sub@example.com", "credits": 1.5, "notes": "n"}]`)
	equal(t, "own sub-resellers", h.get(UserToken, "/ext/user/find"), want)
	all, _ := h.get(AdminToken, "/ext/user/find").([]any)
	equal(t, "all others", len(all), 4)

	h.post(200, UserToken, "/ext/user/5/credit", `{"credits":10}`)
	equal(t, "credits", h.Credits("sub"), 11.5)
	for _, id := range []string{"2", "3", "4", "99", "x"} {
		h.post(404, UserToken, "/ext/user/"+id+"/credit", `{"credits":10}`)
	}
	for body, fields := range map[string]string{
		`{}`:  "email name password password_confirmation",
		valid: "email name",
		`{"name":"a","email":"b","password":"p","password_confirmation":"q"}`:                                "password",
		`{"name":"a","email":"b","password":"p","password_confirmation":"p","credits":"1","notes":null}`:     "credits notes",
		`{"name":"a","email":"b","password":"p","password_confirmation":"p","credits":true}`:                 "credits",
		`{"name":"","email":1,"password":"p","password_confirmation":"p"}`:                                   "email name",
		`{"name":"a","email":"root@example.com","password":"p","password_confirmation":"p","credits":1e999}`: "credits email",
	} {
		equal(t, body, sortedKeys(h.post(422, UserToken, "/ext/user/create", body)["errors"]), fields)
	}
	h.post(422, UserToken, "/ext/user/5/credit", `{}`)

	// The new user has no token, and an empty one opens nothing.
	h.send(401, "", http.MethodGet, "/ext/bouquets", "")
}

func TestAddUser(t *testing.T) {
	h := newHarness(t)
	id := h.AddUser(User{Name: "poor", Token: "t", Permissions: []string{"createLinesWithPackage"}, Credits: 1})
	equal(t, "id", id, 5)
	h.post(402, "t", "/ext/line/create", `{"package":107}`)
	for _, taken := range []User{{Name: "poor"}, {Name: "x", Token: "t"}, {Name: "x", ID: 2}} {
		equal(t, taken.Name, h.AddUser(taken), 0)
	}
	equal(t, "setters of nobody", []bool{h.SetCredits("x", 1), h.SetPermissions("x"), h.SetPermissions("")},
		[]bool{false, false, false})

	names := []string{}
	for _, user := range h.Users() {
		names = append(names, user.Name)
	}
	equal(t, "users", names, []string{"root", "billing", "editor", "rival", "poor"})
}

func TestLinesAreCopies(t *testing.T) {
	h := newHarness(t)
	id := h.AddLines(1)[0]
	want, _ := h.Line(id)
	for _, line := range []func() Line{
		func() Line { l, _ := h.Line(id); return l },
		func() Line { l, _ := h.LineByUsername("bulk-000001"); return l },
		func() Line { return h.Lines()[0] },
	} {
		l := line()
		l.Bouquets[0], *l.PackageID, *l.ExpireAt = 99, 99, time.Time{}
		got, _ := h.Line(id)
		equal(t, "stored", got, want)
	}
	_, ok := h.Line(nobody)
	equal(t, "nobody", ok, false)
}

func TestUpdateLine(t *testing.T) {
	h := newHarness(t)
	ids := h.AddLines(3)
	equal(t, "changed", h.UpdateLine(ids[1], func(l *Line) { l.ID, l.Username, l.Owner = "other", "renamed", "editor" }), true)
	line, _ := h.LineByUsername("renamed")
	equal(t, "line", []string{line.ID, line.Owner}, []string{ids[1], "editor"})
	_, ok := h.LineByUsername("bulk-000002")
	equal(t, "old name", ok, false)
	equal(t, "lists", [][]string{usernames(h.get(UserToken, "/ext/lines")), usernames(h.get(EditorToken, "/ext/lines"))},
		[][]string{{"bulk-000001", "bulk-000003"}, {"renamed"}})

	before := h.Lines()
	equal(t, "taken", h.UpdateLine(ids[0], func(l *Line) { l.Username, l.Password = "renamed", "x" }), false)
	equal(t, "no owner", h.UpdateLine(ids[0], func(l *Line) { l.Owner, l.Bouquets[0] = "nobody", 9 }), false)
	equal(t, "no line", h.UpdateLine(nobody, func(*Line) {}), false)
	equal(t, "no line", h.DeleteLine(nobody), false)
	equal(t, "lines", h.Lines(), before)
	for _, line := range []Line{{Username: "renamed"}, {ID: ids[0]}, {Owner: "nobody"}} {
		equal(t, "refused", h.AddLine(line), "")
	}
}

func TestConcurrentCreatesChargeOnce(t *testing.T) {
	h := newHarness(t)
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			body := `{"package":107,"username":"u` + strconv.Itoa(i/4) + `","rid":"` + strconv.Itoa(i/4) + `"}`
			if code := h.request(http.MethodPost, "/ext/line/create", body, authHeader(UserToken)).Code; code != 200 {
				t.Errorf("status %d", code)
			}
			h.request(http.MethodGet, "/ext/lines", "", authHeader(UserToken))
		})
	}
	group.Wait()
	equal(t, "lines and charges", []int{len(h.Lines()), h.Charges()}, []int{10, 10})
}

// The indexes stay in step with the order of creation through many changes.
func TestStore(t *testing.T) {
	h := newHarness(t)
	ids := h.AddLines(300)
	var want []string
	for i, id := range ids {
		switch i % 3 {
		case 0:
			h.DeleteLine(id)
		case 1:
			h.UpdateLine(id, func(l *Line) { l.Owner, l.Username = "editor", fmt.Sprintf("moved-%03d", i) })
			h.UpdateLine(id, func(l *Line) { l.Owner = "billing" })
			want = append(want, fmt.Sprintf("moved-%03d", i))
		default:
			want = append(want, fmt.Sprintf("bulk-%06d", i+1))
		}
	}
	got := usernames(h.get(UserToken, "/ext/lines"))
	equal(t, "billing", got, want)
	equal(t, "sorted as all lines are", slices.Equal(got, usernames(h.get(AdminToken, "/ext/lines"))), true)
	equal(t, "editor", len(usernames(h.get(EditorToken, "/ext/lines"))), 0)
	equal(t, "indexes", []int{len(h.lines.byID), len(h.lines.byName)}, []int{200, 200})
}

func BenchmarkIndex(b *testing.B) {
	p := New(&simulator.Clock{})
	p.AddLines(100_000)
	call := &apiCall{Platform: p, user: p.users[1], query: map[string][]string{"page": {"500"}, "per_page": {"100"}}}
	for b.Loop() {
		if response := call.index(); response.status != 200 {
			b.Fatal(response)
		}
	}
}
