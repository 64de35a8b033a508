package api

import (
	"testing"
	"time"
)

// The worked example of section 2.1, and its further vectors.
func TestGenerateToken(t *testing.T) {
	for _, c := range []struct {
		organization int64
		seconds      int64
		want         string
	}{
		{13509, time.Date(2021, 5, 27, 5, 0, 0, 0, time.UTC).Unix(), "60af2750cdbd38964c61a03f961763f0e25a09c0"},
		{2631609, 0x60af2750, "60af2750e88d89e87f171be3992878e70b84b94b"},
		{13509, 1, "00000001845f4c229fe4df79939ae792d613c047"},
		{13509, 0xffffffff, "ffffffff6a0b7f9d4770d1001397d61122b0fec8"},
	} {
		if got := GenerateToken(c.organization, "secret", time.Unix(c.seconds, 0)); got != c.want {
			t.Errorf("organisation %d at %d: %s, want %s", c.organization, c.seconds, got, c.want)
		}
	}
}
