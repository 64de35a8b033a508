# By its ID, or with the ID of the customer who hosts it before that: "CUSTOMER_ID/PACKAGE_ID".
import {
  to = iptv_package.news
  id = "60A4D1F37C00000000004E55"
}
