package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// credit_limit is the block's, else the environment's; 0 is a limit, and what is no number of credits is refused.
func TestSettings_credits(t *testing.T) {
	for name, c := range map[string]struct {
		block types.Float64
		env   string
		want  float64
		set   bool
		bad   bool
	}{
		"neither":        {types.Float64Null(), "", 0, false, false},
		"block":          {types.Float64Value(2.5), "7", 2.5, true, false},
		"nothing at all": {types.Float64Value(0), "7", 0, true, false},
		"environment":    {types.Float64Null(), " 500 ", 500, true, false},
		"word":           {types.Float64Null(), "all", 0, false, true},
		"negative":       {types.Float64Null(), "-1", 0, false, true},
		"no number":      {types.Float64Null(), "NaN", 0, false, true},
		"infinite":       {types.Float64Null(), "Inf", 0, false, true},
	} {
		environment(t, map[string]string{"IPTV_PANEL_CREDIT_LIMIT": c.env})
		s := &settings{block: block(map[string]any{"credit_limit": c.block})}
		got := s.credits("credit_limit", "IPTV_PANEL_CREDIT_LIMIT")
		if (got != nil) != c.set || c.set && *got != c.want || (len(s.problems) > 0) != c.bad {
			t.Errorf("%s: %v, problems %v", name, got, s.problems)
		}
	}
	s := &settings{block: block(map[string]any{"credit_limit": types.Float64Unknown()})}
	if got := s.credits("credit_limit", "IPTV_PANEL_CREDIT_LIMIT"); got != nil || !s.unknown {
		t.Errorf("unknown: %v", got)
	}
}
