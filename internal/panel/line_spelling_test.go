package panel

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestCanonicalMAC(t *testing.T) {
	for text, want := range map[string]string{
		"00:1a:79:11:22:33": "00:1A:79:11:22:33", "00-1A-79-11-22-33": "00:1A:79:11:22:33", "001a.7911.2233": "00:1A:79:11:22:33",
		"001A79112233": "00:1A:79:11:22:33", "ff:ff:ff:ff:ff:ff": "FF:FF:FF:FF:FF:FF",
		"": "", "00:1a:79:11:22": "", "00:1a:79:11:22:33:44:55": "", "001a7911223": "", "001a791122334": "", "00:1a-79:11:22:33": "",
		"00:1a:79:11:22:3g": "", "001a7911223g": "", " 001a79112233": "", "0:1a:79:11:22:33": "", "001a791122334455": "",
	} {
		if got, ok := canonicalMAC(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t; want %q", text, got, ok, want)
		}
	}
}

func TestCanonicalTime(t *testing.T) {
	for text, want := range map[string]string{
		"2031-01-02T03:04:05Z": "2031-01-02T03:04:05+00:00", "2031-01-02T03:04:05+02:00": "2031-01-02T01:04:05+00:00",
		"2031-01-02T03:04:05.999Z": "2031-01-02T03:04:05+00:00",
		"":                         "", "2031-01-02": "", "2031-01-02T03:04:05": "", "2031-01-02T03:04:05+0200": "",
		"2031-13-02T03:04:05Z": "", "tomorrow": "",
		"0001-01-01T00:00:00Z": "",
	} {
		if got, ok := canonicalTime(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t; want %q", text, got, ok, want)
		}
	}
}

func TestAlikeAndKeep(t *testing.T) {
	mac := canonical(canonicalMAC)
	a, b, other := types.StringValue("001a79112233"), types.StringValue("00:1A:79:11:22:33"), types.StringValue("00:1A:79:11:22:34")
	null, unknown := types.StringNull(), types.StringUnknown()
	for _, c := range []struct {
		a, b types.String
		want bool
	}{{a, b, true}, {a, other, false}, {a, null, false}, {null, null, true}, {a, unknown, false}, {unknown, unknown,
		true}, {types.StringValue("x"), types.StringValue("x"), false}} {
		if got := mac.alike(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %t", c.a, c.b, got)
		}
	}
	if got := mac.keep(a, b.ValueString()); !got.Equal(a) {
		t.Errorf("the known spelling became %s", got)
	}
	if got := mac.keep(a, other.ValueString()); !got.Equal(other) {
		t.Errorf("another address became %s", got)
	}
	if got := mac.keep(a, ""); !got.IsNull() {
		t.Errorf("no address became %s", got)
	}
}

func TestRandomWord(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		word := randomWord()
		if !regexp.MustCompile(`^[0-9A-Za-z]{16}$`).MatchString(word) || seen[word] {
			t.Fatalf("%q", word)
		}
		seen[word] = true
	}
}

func TestRenewalID(t *testing.T) {
	const line = "1734da33-9723-4df6-90d1-38dc589aa0ec"
	// The same on any machine and in any run, for ever: another value would charge a second time.
	if got := renewalID(line, "2027-01"); got != "0fb505e7-23bc-5d5e-b7f2-08885fafcd72" {
		t.Errorf("the request id is %s", got)
	}
	if renewalID(strings.ToUpper(line), "2027-01") != renewalID(line, "2027-01") {
		t.Error("the spelling of the line's id counts")
	}
	if renewalID(line, "2027-02") == renewalID(line, "2027-01") ||
		renewalID("2734da33-9723-4df6-90d1-38dc589aa0ec", "2027-01") == renewalID(line, "2027-01") {
		t.Error("two renewals share a request id")
	}
}

func TestShellWord(t *testing.T) {
	for text, want := range map[string]string{"larry_line": "larry_line", "a b": "'a b'", "it's": `'it'\''s'`, "-x": "'-x'",
		"a@b.c": "a@b.c", "$(x)": "'$(x)'"} {
		if got := shellWord(text); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func FuzzMAC(f *testing.F) {
	for _, seed := range []string{"00:1a:79:11:22:33", "001a.7911.2233", "001a79112233", "00-1a-79-11-22-33", ""} {
		f.Add(seed)
	}
	form := regexp.MustCompile(`^([0-9A-F]{2}:){5}[0-9A-F]{2}$`)
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := canonicalMAC(text)
		if ok != form.MatchString(got) {
			t.Errorf("%q: %q", text, got)
		}
		if again, _ := canonicalMAC(got); again != got {
			t.Errorf("%q: %q becomes %q", text, got, again)
		}
	})
}

func FuzzLineID(f *testing.F) {
	for _, seed := range []string{"1734da33-9723-4df6-90d1-38dc589aa0ec", "1734DA33-9723-4DF6-90D1-38DC589AA0EC", "larry_line",
		"------------------------------------"} {
		f.Add(seed)
	}
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	f.Fuzz(func(t *testing.T, text string) {
		id, ok := parseLineID(text)
		if ok != form.MatchString(strings.ToLower(text)) || ok && id != strings.ToLower(text) {
			t.Errorf("%q: %q, %t", text, id, ok)
		}
	})
}
