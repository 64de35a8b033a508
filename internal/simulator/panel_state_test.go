package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

func TestPanelUsers(t *testing.T) {
	h := newPanelHarness(t)
	const valid = `{"name":"sub","email":"sub@example.com","password":"p","password_confirmation":"p","credits":1.5,"notes":"n"}`
	h.SetPermissions(PanelUserToken, "indexSubresellers", "editSubresellers", "showUserProfile")
	created := h.post(200, PanelUserToken, "/ext/user/create", valid)
	panelEqual(t, "created", any(created), any(map[string]any{"id": 5.0}))
	want := panelDecoded(t, `[{"id": 5, "name": "sub", "email": "sub@example.com", "credits": 1.5, "notes": "n"}]`)
	panelEqual(t, "own sub-resellers", h.get(PanelUserToken, "/ext/user/find"), want)
	all, _ := h.get(PanelAdminToken, "/ext/user/find").([]any)
	panelEqual(t, "all others", len(all), 4)

	h.post(200, PanelUserToken, "/ext/user/5/credit", `{"credits":10}`)
	panelEqual(t, "credits", h.Credits("sub"), 11.5)
	for _, id := range []string{"2", "3", "4", "99", "x"} {
		h.post(404, PanelUserToken, "/ext/user/"+id+"/credit", `{"credits":10}`)
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
		panelEqual(t, body, panelKeys(h.post(422, PanelUserToken, "/ext/user/create", body)["errors"]), fields)
	}
	h.post(422, PanelUserToken, "/ext/user/5/credit", `{}`)

	// The new user has no token, and an empty one opens nothing.
	h.send(401, "", http.MethodGet, "/ext/bouquets", "")
}

func TestPanelAddUser(t *testing.T) {
	h := newPanelHarness(t)
	id := h.AddUser(PanelUser{Name: "poor", Token: "t", Permissions: []string{"createLinesWithPackage"}, Credits: 1})
	panelEqual(t, "id", id, 5)
	h.post(402, "t", "/ext/line/create", `{"package":107}`)
	for _, taken := range []PanelUser{{Name: "poor"}, {Name: "x", Token: "t"}, {Name: "x", ID: 2}} {
		panelEqual(t, taken.Name, h.AddUser(taken), 0)
	}
	panelEqual(t, "setters of nobody", []bool{h.SetCredits("x", 1), h.SetPermissions("x"), h.SetPermissions("")},
		[]bool{false, false, false})

	names := []string{}
	for _, user := range h.Users() {
		names = append(names, user.Name)
	}
	panelEqual(t, "users", names, []string{"root", "billing", "editor", "rival", "poor"})
}

func TestPanelLinesAreCopies(t *testing.T) {
	h := newPanelHarness(t)
	id := h.AddLines(1)[0]
	want, _ := h.Line(id)
	for _, line := range []func() PanelLine{
		func() PanelLine { l, _ := h.Line(id); return l },
		func() PanelLine { l, _ := h.LineByUsername("bulk-000001"); return l },
		func() PanelLine { return h.Lines()[0] },
	} {
		l := line()
		l.Bouquets[0], *l.PackageID, *l.ExpireAt = 99, 99, time.Time{}
		got, _ := h.Line(id)
		panelEqual(t, "stored", got, want)
	}
	_, ok := h.Line(panelNobody)
	panelEqual(t, "nobody", ok, false)
}

func TestPanelUpdateLine(t *testing.T) {
	h := newPanelHarness(t)
	ids := h.AddLines(3)
	panelEqual(t, "changed", h.UpdateLine(ids[1], func(l *PanelLine) { l.ID, l.Username, l.Owner = "other", "renamed", "editor" }), true)
	line, _ := h.LineByUsername("renamed")
	panelEqual(t, "line", []string{line.ID, line.Owner}, []string{ids[1], "editor"})
	_, ok := h.LineByUsername("bulk-000002")
	panelEqual(t, "old name", ok, false)
	panelEqual(t, "lists", [][]string{panelNames(h.get(PanelUserToken, "/ext/lines")), panelNames(h.get(PanelEditorToken, "/ext/lines"))},
		[][]string{{"bulk-000001", "bulk-000003"}, {"renamed"}})

	before := h.Lines()
	panelEqual(t, "taken", h.UpdateLine(ids[0], func(l *PanelLine) { l.Username, l.Password = "renamed", "x" }), false)
	panelEqual(t, "no owner", h.UpdateLine(ids[0], func(l *PanelLine) { l.Owner, l.Bouquets[0] = "nobody", 9 }), false)
	panelEqual(t, "no line", h.UpdateLine(panelNobody, func(*PanelLine) {}), false)
	panelEqual(t, "no line", h.DeleteLine(panelNobody), false)
	panelEqual(t, "lines", h.Lines(), before)
	for _, line := range []PanelLine{{Username: "renamed"}, {ID: ids[0]}, {Owner: "nobody"}} {
		panelEqual(t, "refused", h.AddLine(line), "")
	}
}

func TestPanelConcurrentCreatesChargeOnce(t *testing.T) {
	h := newPanelHarness(t)
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			body := `{"package":107,"username":"u` + strconv.Itoa(i/4) + `","rid":"` + strconv.Itoa(i/4) + `"}`
			if code := h.request(http.MethodPost, "/ext/line/create", body, panelHeader(PanelUserToken)).Code; code != 200 {
				t.Errorf("status %d", code)
			}
			h.request(http.MethodGet, "/ext/lines", "", panelHeader(PanelUserToken))
		})
	}
	group.Wait()
	panelEqual(t, "lines and charges", []int{len(h.Lines()), h.Charges()}, []int{10, 10})
}

// The indexes stay in step with the order of creation through many changes.
func TestPanelStore(t *testing.T) {
	h := newPanelHarness(t)
	ids := h.AddLines(300)
	var want []string
	for i, id := range ids {
		switch i % 3 {
		case 0:
			h.DeleteLine(id)
		case 1:
			h.UpdateLine(id, func(l *PanelLine) { l.Owner, l.Username = "editor", fmt.Sprintf("moved-%03d", i) })
			h.UpdateLine(id, func(l *PanelLine) { l.Owner = "billing" })
			want = append(want, fmt.Sprintf("moved-%03d", i))
		default:
			want = append(want, fmt.Sprintf("bulk-%06d", i+1))
		}
	}
	got := panelNames(h.get(PanelUserToken, "/ext/lines"))
	panelEqual(t, "billing", got, want)
	panelEqual(t, "sorted as all lines are", slices.Equal(got, panelNames(h.get(PanelAdminToken, "/ext/lines"))), true)
	panelEqual(t, "editor", len(panelNames(h.get(PanelEditorToken, "/ext/lines"))), 0)
	panelEqual(t, "indexes", []int{len(h.lines.byID), len(h.lines.byName)}, []int{200, 200})
}

func BenchmarkPanelIndex(b *testing.B) {
	s := New()
	s.Panel.AddLines(100_000)
	call := &panelCall{Panel: s.Panel, user: s.Panel.users[1], query: map[string][]string{"page": {"500"}, "per_page": {"100"}}}
	for b.Loop() {
		if answer := call.index(); answer.status != 200 {
			b.Fatal(answer)
		}
	}
}
