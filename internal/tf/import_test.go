package tf_test

import (
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

func TestImportBlock(t *testing.T) {
	want := `    import {
      to = iptv_package.NAME
      id = "60A4D1F37C00000000004E55"
    }`
	if got := tf.ImportBlock("iptv_package", "60A4D1F37C00000000004E55"); got != want {
		t.Errorf("got:\n%s", got)
	}
}

func TestSome(t *testing.T) {
	twelve := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}
	for want, candidates := range map[string][]string{
		"": nil, "1, 2": twelve[:2], "1, 2, 3, 4, 5, 6, 7, 8, 9, 10": twelve[:10],
		"1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more": twelve,
	} {
		if got := tf.Some(candidates); got != want {
			t.Errorf("%d candidates: %q, want %q", len(candidates), got, want)
		}
	}
}
