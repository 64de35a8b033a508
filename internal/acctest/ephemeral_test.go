package acctest

import "testing"

func TestNeedsEphemeral(t *testing.T) {
	for _, c := range []struct {
		path, found string
		want        bool
	}{
		{"/usr/bin/terraform", "1.11.4", true},
		{"/usr/bin/tofu", "1.10.10", false},
		{"/usr/bin/tofu", "1.11.0-rc1", true},
		{"/usr/bin/tofu", "1.12.6", true},
	} {
		if got := hasEphemeral(c.path, c.found); got != c.want {
			t.Errorf("%s %s has ephemeral resources: %t, want %t", c.path, c.found, got, c.want)
		}
	}
}
