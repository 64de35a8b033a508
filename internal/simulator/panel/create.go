package panel

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"
)

// receiptBody is the response of create and renew. The rid is null when none was sent.
type receiptBody struct {
	LineID   string  `json:"line_id"`
	ExpireAt *string `json:"expire_at"`
	Amount   float64 `json:"transaction_amount"`
	RID      *string `json:"rid"`
}

type receiptWithCredentials struct {
	receiptBody
	Username string `json:"username"`
	Password string `json:"password"` // #nosec G117 -- the platform's field
}

// fullReceiptBody is the response of create-advanced.
type fullReceiptBody struct {
	lineRecord
	Amount float64 `json:"transaction_amount"`
	RID    *string `json:"rid"`
}

func (c *apiCall) create() apiResponse {
	return c.once(func(rid *string) apiResponse {
		f := &c.fields
		line := Line{Owner: c.user.Name, IsEnabled: true}
		c.credentials(&line)
		f.require("package")
		pack := c.packageField("package")
		setIfSent(&line.ResellerNotes, c.trimmed(f.text("reseller_notes")))
		line.Type = lineType(f.mac("mac_addr"), &line)
		connections, bouquets := f.connections("max_connections"), f.integers("bouquets")
		if refusal, refused := f.refusal(); refused {
			return refusal
		}

		line.PackageID, line.IsTrial, line.MaxConnections = &pack.ID, pack.Type == "trial", pack.MaxConnections
		setIfSent(&line.MaxConnections, connections)
		line.Bouquets = pack.Bouquets
		if bouquets != nil {
			line.Bouquets = slices.DeleteFunc(bouquets, func(id int) bool { return !slices.Contains(pack.Bouquets, id) })
		}
		line.ExpireAt = pack.period(c.clock.Now())
		if refusal, refused := c.cannotPay(pack); refused {
			return refusal
		}
		c.fillIn(&line)
		entry := c.lines.add(line)
		receipt := receiptBody{entry.ID, formatDate(entry.ExpireAt), c.charge(entry.ID, pack.Price), rid}
		if c.variants.CreateCredentials {
			return apiResponse{http.StatusOK, receiptWithCredentials{receipt, entry.Username, entry.Password}}
		}
		return apiResponse{http.StatusOK, receipt}
	})
}

// createAdvanced charges nothing. A package or bouquet that does not exist is refused, which the documents leave open.
func (c *apiCall) createAdvanced() apiResponse {
	return c.once(func(rid *string) apiResponse {
		f := &c.fields
		line := Line{Owner: c.user.Name, IsEnabled: true, MaxConnections: 1, Bouquets: []int{}}
		c.credentials(&line)
		c.properties(&line)
		line.ExpireAt = f.date("expire_at")
		line.Type = lineType(f.mac("mac_addr"), &line)
		if refusal, refused := f.refusal(); refused {
			return refusal
		}
		c.fillIn(&line)
		entry := c.lines.add(line)
		return apiResponse{http.StatusOK, fullReceiptBody{recordOf(entry), c.charge(entry.ID, 0), rid}}
	})
}

// credentials reads username and password, and refuses a username that another line has, whoever owns that (variant
// SameUsernames: it is accepted).
func (c *apiCall) credentials(line *Line) {
	setIfSent(&line.Password, c.fields.name("password", 255))
	username := c.trimmed(c.fields.name("username", 255))
	if username == nil {
		return
	}
	if *username == "" { // of white space, and trimmed
		c.fields.refuse("username", "The username field must have a value.")
		return
	}
	if !c.variants.SameUsernames && c.lines.isTaken(*username, c.lines.byID[line.ID]) {
		c.fields.refuse("username", "The username has already been taken.")
		return
	}
	line.Username = *username
}

// properties reads what create-advanced and update-advanced have in common. Only a super-admin's owner_id has an effect;
// another's is ignored, or refused in the variant OwnerRefused.
func (c *apiCall) properties(line *Line) {
	f := &c.fields
	setIfSent(&line.IsEnabled, f.boolean("is_enabled"))
	setIfSent(&line.IsRestreamer, f.boolean("is_restreamer"))
	setIfSent(&line.IsTrial, f.boolean("is_trial"))
	setIfSent(&line.CanWatchAdult, f.boolean("can_watch_adult"))
	setIfSent(&line.ResellerNotes, c.trimmed(f.text("reseller_notes")))
	setIfSent(&line.MaxConnections, f.connections("max_connections"))
	if pack := c.packageField("package_id"); pack != nil {
		line.PackageID = &pack.ID
	}
	if bouquets := f.integers("bouquets"); bouquets != nil {
		for i, id := range bouquets {
			if !slices.ContainsFunc(c.bouquets, func(b Bouquet) bool { return b.ID == id }) {
				f.refuse("bouquets", fmt.Sprintf("The selected bouquets.%d is invalid.", i))
			}
		}
		line.Bouquets = bouquets
	}
	id := f.integer("owner_id")
	if id != nil && !c.user.SuperAdmin && c.variants.OwnerRefused {
		f.refuse("owner_id", "The owner id field is prohibited.")
	}
	if id != nil && c.user.SuperAdmin {
		owner := c.Platform.user(func(u *User) bool { return u.ID == *id })
		if owner == nil {
			f.refuse("owner_id", "The selected owner id is invalid.")
			return
		}
		line.Owner = owner.Name
	}
}

// packageField is nil when the field is absent or names no package, which is refused.
func (c *apiCall) packageField(field string) *Package {
	id := c.fields.integer(field)
	if id == nil {
		return nil
	}
	pack := c.packageByID(*id)
	if pack == nil {
		c.fields.refuse(field, "The selected "+fieldWords(field)+" is invalid.")
	}
	return pack
}

// packageByID is a copy.
func (p *Platform) packageByID(id int) *Package {
	for _, pack := range p.packages {
		if pack.ID == id {
			return &pack
		}
	}
	return nil
}

// period is the end of the package's duration after start, nil for unlimited.
func (pack *Package) period(start time.Time) *time.Time {
	if pack.DurationHours == 0 {
		return nil
	}
	end := start.Add(time.Duration(pack.DurationHours) * time.Hour).Truncate(time.Second)
	return &end
}

// cannotPay refuses with 402, or as the variant TooFewCredits says, if the user has too few credits; the documents name no status.
func (c *apiCall) cannotPay(pack *Package) (apiResponse, bool) {
	if c.user.Credits >= pack.Price {
		return apiResponse{}, false
	}
	if refusal := c.variants.TooFewCredits; refusal != (Refusal{}) {
		return refusal.response(), true
	}
	return refuse(http.StatusPaymentRequired, fmt.Sprintf("Not enough credits: the package costs %g, the balance is %g.",
		pack.Price, c.user.Credits)), true
}

// charge takes credits from the user and returns the transaction amount.
func (c *apiCall) charge(lineID string, price float64) float64 {
	amount := 0 - price
	c.user.Credits += amount
	c.ledger = append(c.ledger, Charge{c.user.Name, lineID, amount, c.operation, c.clock.Now()})
	return amount
}

// fillIn gives a new line its id and what it lacks of username and password: 11 characters, as in the documents' sample.
func (p *Platform) fillIn(line *Line) {
	line.ID = uuid.NewString()
	for line.Username == "" {
		if name := randomName(); p.lines.named(name) == nil {
			line.Username = name
		}
	}
	if line.Password == "" {
		line.Password = randomName()
	}
}

func randomName() string {
	const characters = "abcdefghijklmnopqrstuvwxyz234567"
	text := make([]byte, 11)
	_, _ = rand.Read(text) // never fails
	for i := range text {
		text[i] = characters[text[i]%32]
	}
	return string(text)
}

func lineType(mac *string, line *Line) string {
	if mac == nil {
		return Regular
	}
	line.MAC = *mac
	return Device
}
