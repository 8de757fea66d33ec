//! Signing in through the emulator's account picker, signing up, and redeeming an invitation.

use url::Url;

use crate::{Browser, BrowserResponse};

impl Browser {
    /// Picks somebody on the account picker, and goes on until a page comes.
    pub async fn pick(&mut self, picker: BrowserResponse, address: &str) -> BrowserResponse {
        let picked = self.picked(&picker, address).await;
        self.follow(picked).await
    }

    /// Picks somebody on the account picker, who agrees to whatever they are asked: the address of the application, with what the authority tells it,
    /// which is not asked.
    pub async fn pick_for(&mut self, app: &str, picker: &BrowserResponse, address: &str) -> Url {
        let picked = self.picked(picker, address).await;
        let page = match picked.target() {
            Some(to) if to.origin().ascii_serialization() != app => self.get(to.as_str()).await,
            _ => picked,
        };
        let consent = page.forms().into_iter().find(|form| form.action.contains("/login/consent"));
        let answer = match consent {
            Some(form) => self.submit(&page, &form, &[("decision", "accept")]).await,
            None => page,
        };
        self.follow_to(app, answer).await
    }

    async fn picked(&mut self, picker: &BrowserResponse, address: &str) -> BrowserResponse {
        assert!(picker.url.path().ends_with("/authorize"), "{}: {}", picker.url, picker.text);
        let forms = picker.forms();
        let form = forms.iter().find(|form| form.text.contains(address));
        let form = form.unwrap_or_else(|| panic!("{address} cannot be picked"));
        self.submit(picker, form, &[]).await
    }

    /// Signs in at the application whose origin is one's own, as somebody of the picker, and goes on to an address of it.
    pub async fn sign_in(&mut self, address: &str, to: &str) -> BrowserResponse {
        let picker = self.visit(&format!("/sign-in/start?pick=1&to={to}")).await;
        self.pick(picker, address).await
    }

    /// Types an address into the account picker, signs in there at home, and signs up as a guest. The answer leads back to the application.
    pub async fn sign_up(&mut self, picker: &BrowserResponse, address: &str, name: &str) -> BrowserResponse {
        let home = picker.form("/home/sign-in");
        let page = self.send(picker, &home, &[("address", address)]).await;
        self.submit(&page, &page.form("/sign-up"), &[("displayName", name)]).await
    }

    /// From the link in the mail to the end of the redemption, as somebody who has no account yet: signs in at home and consents. The answer
    /// leads to the item.
    pub async fn redeem(&mut self, link: &str, address: &str, name: &str) -> BrowserResponse {
        let redeemed = self.try_redeem(link, address, name).await;
        redeemed.unwrap_or_else(|page| panic!("{address} does not get on at {}: {}", page.url, page.text))
    }

    /// The same with a link that may lead nowhere any more. Else the page at which it ends: one that says so, or the item, where the person had accepted
    /// before.
    pub async fn try_redeem(
        &mut self,
        link: &str,
        address: &str,
        name: &str,
    ) -> Result<BrowserResponse, Box<BrowserResponse>> {
        let mut page = self.visit(link).await;
        let is_home =
            |page: &BrowserResponse| page.forms().into_iter().find(|form| form.text.contains(address));
        if is_home(&page).is_none() {
            let Some(next) = page.find_link("button") else { return Err(Box::new(page)) };
            page = self.visit(page.url.join(&next).unwrap().as_str()).await;
        }
        let Some(form) = is_home(&page) else { return Err(Box::new(page)) };
        let consent = self.send(&page, &form, &[("name", name)]).await;
        let form = consent.forms().into_iter().find(|form| form.action.contains("consent"));
        let Some(form) = form else { return Err(Box::new(consent)) };
        Ok(self.submit(&consent, &form, &[("decision", "accept")]).await)
    }
}
