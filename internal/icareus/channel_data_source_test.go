package icareus_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
)

// One channel, by its ID or by its name, is what the data source of all channels has of it, streams included, even where
// the list holds no streams.
func TestChannelDataSource(t *testing.T) {
	for _, typeName := range twins {
		for _, short := range []bool{false, true} {
			m := manage(t, typeName)
			ids := m.seed("News", "Sport")
			all, err := m.read(typeName+"s", arguments{})
			if err != nil {
				t.Fatal(err)
			}
			want, _ := all["channels"].([]any)[1].(map[string]any)
			if streams, _ := want["streams"].(map[string]any); streams["total"] == nil {
				t.Fatalf("the channel has no streams: %v", want)
			}
			m.variant(func(v *simicareus.Variants) { v.ListWithoutStreams = short })
			for _, given := range []arguments{{"id": ids[1]}, {"name": "Sport"}} {
				got, err := m.read(typeName, given)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("%v gives %v, want %v: %v", given, got, want, err)
				}
			}
		}
	}
}

// A channel that cannot be told is an error that names the ones that may be meant.
func TestChannelDataSource_candidates(t *testing.T) {
	m := manage(t, "icareus_channel")
	ids := m.seed("News", "News 24", "Weather", "Weather", "NEWS HD")
	for i := range 11 {
		m.seed(fmt.Sprintf("Sport %d", i+1))
	}
	for name, c := range map[string]struct {
		given  arguments
		words  []string
		absent string
	}{
		"none":         {arguments{"name": "Music"}, []string{"organisation's channels (16 in all) has the name", `"Music"`}, "Similar"},
		"none, nearly": {arguments{"name": "news"}, []string{"News (" + ids[0] + ")", "News 24 (" + ids[1] + ")", "NEWS HD ("}, "Weather"},
		"several":      {arguments{"name": "Weather"}, []string{"2 channels", ids[2], ids[3], "by its id"}, "Sport"},
		"many":         {arguments{"name": "Sport"}, []string{"Sport 10 (", "and 1 more"}, "Sport 11"},
		"no such ID":   {arguments{"id": "1"}, []string{"Organisation 2631609 has no channel 1"}, ""},
		"both":         {arguments{"id": ids[0], "name": "News"}, []string{"2 attributes specified"}, ""},
		"neither":      {arguments{}, []string{"No attribute specified"}, ""},
		"no number":    {arguments{"id": "News"}, []string{"must be a channel ID"}, ""},
		"empty name":   {arguments{"name": ""}, []string{"at least 1"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := m.read("icareus_channel", c.given)
			m.says(err, c.words...)
			if err != nil && c.absent != "" && strings.Contains(err.Error(), c.absent) {
				t.Errorf("%q is in the error %v", c.absent, err)
			}
		})
	}
}

// What cannot be asked is an error as well.
func TestChannelDataSource_errors(t *testing.T) {
	m := manage(t, "icareus_channel")
	m.seed("News")
	m.provider["icareus"].(arguments)["secret"] = "another"
	_, err := m.read("icareus_channel", arguments{"name": "News"})
	m.says(err, "Cannot find channel")
	_, err = m.read("icareus_channel", arguments{"id": "1"})
	m.says(err, "Cannot read channel")
}
