package panel

import (
	"errors"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// A list of lines that cannot be told apart, or that moves while it is read, is no proof that a line is gone.
func TestIsAbsent_proof(t *testing.T) {
	p, s := platformOver(t)
	ids := s.Panel.AddLines(3)
	s.Panel.DeleteLine(ids[0])
	if absent, err := p.isAbsent(t.Context(), ids[0], "bulk-000001"); !absent || err != nil {
		t.Errorf("a line that is gone: %t, %v", absent, err)
	}
	s.Inject(simulator.Fault{Operation: "panel.lines.index", Status: 200, Times: 3, // a look
		Body: `{"status":"success","data":{"pagination":{"last_page":1,"current_page":1,"total":9},"items":[]}}`})
	if absent, err := p.isAbsent(t.Context(), ids[0], ""); absent || !errors.Is(err, errNoProof) {
		t.Errorf("in lists that lack what they count: %t, %v", absent, err)
	}
	s.ClearFaults()
	s.Panel.SetVariants(func(v *simpanel.Variants) {
		v.Record = func(record map[string]any) {
			if record["line_id"] == ids[2] {
				record["line_id"] = nil
			}
		}
	})
	if absent, err := p.isAbsent(t.Context(), ids[0], "bulk-000001"); absent || err == nil {
		t.Errorf("beside a line without a line_id: %t, %v", absent, err)
	}
}
