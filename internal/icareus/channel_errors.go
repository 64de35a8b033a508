package icareus

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// channelField finds the attribute by the platform's name (section 3).
func channelField(field string) (path.Path, bool) {
	if field == "channelIcon" {
		return path.Root("icon_file"), true
	}
	for _, a := range new(channelModel).settings() {
		if a.field == field {
			return path.Root(a.name), true
		}
	}
	return path.Empty(), false
}
