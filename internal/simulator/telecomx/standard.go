package telecomx

import (
	"fmt"
	"strings"
	"time"
)

// The standard objects. The reseller (IPTVPRIVATE) has two customers: a private one, which it feeds (IPTVPRIVATE), and
// a business (IPTVBUSINESS), which hosts its own packages.
const (
	Reseller = "5F0E3C9A7B21D4408C6EA101"
	Customer = "5F0E3C9A7B21D4408C6EA202"
	Business = "5F0E3C9A7B21D4408C6EA303"

	// Token is a machine token, which never expires, of the reseller's employee of level RESELLER.
	Token = "telecomx0simulator0machine0token" +
		"00000000000000000000000000000000000000000000000000000000000000000001"
	// Username and Password log the same employee in.
	Username = "operator@telecomx.example"
	// Password goes with Username.
	Password = "Correct-Horse-9"
)

// Channels is the ids of the reseller's channels, numbered 1 to 12: 0 to 3 support BASE only, 4 and 5 DVB
// only (5 has a base channel and is dvbOnly), 6 and 7 LOCAL only, 8 to 11 every type.
var Channels = []string{
	"60A4D1F37C00000000001AB1", "60A4D1F37C00000000000CD2", "60A4D1F37C00000000003EF3", "60A4D1F37C00000000000BA4",
	"60A4D1F37C00000000002DC5", "60A4D1F37C00000000000FE6", "60A4D1F37C00000000001117", "60A4D1F37C00000000000228",
	"60A4D1F37C00000000003339", "60A4D1F37C0000000000044A", "60A4D1F37C0000000000255B", "60A4D1F37C0000000000066C",
}

// BusinessChannels is the ids of the business customer's own channels, which support every type.
var BusinessChannels = []string{"60A4D1F37C0000000000B002", "60A4D1F37C0000000000B001"}

// Account is the user name of the private customer's only DRM account.
const Account = "5665673625"

// BusinessAccounts is the user names of the business customer's DRM accounts, with 2, 1 and no devices.
var BusinessAccounts = []string{"donald@duck.example", "hotel-reception", "meeting.room_4"}

// StandardDVB is a channel's dvb with the values of the reference.
const StandardDVB = `{"freq":218002,"id":"C_1039_218000","mod":256,"chBW":8,"fec":0,"symrate":6875,"type":3,` +
	`"pcrpid":"2001","pmtpid":"200","prog":"1039","pids":[{"pid":"2001","type":"27"}]}`

func (p *Platform) addStandard() {
	p.AddCustomer(CustomerInfo{
		ID: Reseller, Name: "Reseller", Reseller: true, Features: []string{featurePrivate},
	})
	p.AddCustomer(CustomerInfo{
		ID: Customer, Name: "Private customer", Parent: Reseller, Features: []string{featurePrivate},
	})
	p.AddCustomer(CustomerInfo{
		ID: Business, Name: "Business customer", Parent: Reseller, Features: []string{featureBusiness},
	})

	p.AddEmployee(Employee{Username: Username, Password: Password, Token: Token, Level: "RESELLER", Customer: Reseller})

	for i, id := range Channels {
		h := Channel{
			ID: id, Customer: Reseller, Number: i + 1, Name: fmt.Sprintf("Standard %d", i+1), HD: i%2 == 0,
			Archive: i%3 == 0,
		}
		if i < 4 || i == 5 || i > 7 {
			h.BaseChannel = 1001 + i
		}
		if i == 4 || i == 5 || i > 7 {
			h.DVB = []byte(StandardDVB)
		}
		if i > 5 {
			h.Locals = []string{fmt.Sprintf("udp://239.1.1.%d:5000", i+1)}
		}
		h.DVBOnly = i == 5
		p.AddChannel(h)
	}
	for i, id := range BusinessChannels {
		p.AddChannel(Channel{
			ID: id, Customer: Business, Number: i + 1, BaseChannel: 1001 + i, Name: fmt.Sprintf("House %d", i+1),
			Locals: []string{"http://10.0.0.1/" + strings.ToLower(id)}, DVB: []byte(StandardDVB),
		})
	}

	created := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	p.AddDRMAccount(DRMAccount{
		Customer: Customer, Username: Account, Password: "vgh38gy3uvhebv", Created: created,
		Devices: []DRMDevice{{ID: "61B5E2A48D00000000000001", Type: "ANDROID", Name: "Living room", Model: "Pixel 8"}},
	})
	devices := []DRMDevice{
		{ID: "61B5E2A48D00000000000002", Type: "IOS", Name: "Donalds mobile", Model: "iPhone 6"},
		{ID: "61B5E2A48D00000000000003", Type: "WEB"},
	}
	for i, username := range BusinessAccounts {
		p.AddDRMAccount(DRMAccount{
			Customer: Business, Username: username, Password: fmt.Sprintf("secret-%d-drm", i+1),
			Created: created.AddDate(0, i, 0), Devices: devices[min(i, 2):],
		})
	}
}
