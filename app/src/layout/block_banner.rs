//! The banner while Microsoft takes no invitations of the organisation.

use contract::{BlockProbe, Language, TenantBlock};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::invitations::ProbeBlock;
use crate::request::RequestContext;
use crate::widgets::Icon;

/// What the banner says.
pub(super) struct BlockBanner {
    lang: Language,
    block: TenantBlock,
    /// What an administrator may do about it.
    probe: Option<BlockProbe>,
}

impl BlockBanner {
    /// For those who can share. That there is a block comes with the session; only an administrator's page asks for more, and goes without
    /// where there is no answer.
    pub(super) async fn load(context: &RequestContext) -> Option<Self> {
        let block = context.tenant_block?;
        let caller = context.signed_in.as_ref().filter(|caller| !caller.is_guest)?;
        let probe = if caller.is_administrator() {
            context.ports.invitations.block_probe(caller).await.ok()
        } else {
            None
        };
        Some(Self { lang: context.lang, block, probe })
    }

    /// Drawn above the page, and out of reach where a dialog is open.
    pub(super) fn view(self, inert: bool) -> impl IntoView {
        let Self { lang, block, probe } = self;
        let advice = match probe {
            None => words::block::tell(lang).to_owned(),
            Some(BlockProbe::Possible) => words::block::settle(lang).to_owned(),
            Some(BlockProbe::NotBefore(time)) => {
                words::block::not_before(lang, &words::full_time(lang, time))
            }
            Some(BlockProbe::NobodySignedIn) => words::block::nobody_signed_in(lang).to_owned(),
            Some(BlockProbe::NothingStopped) => words::block::nothing_stopped(lang).to_owned(),
        };
        let check = (probe == Some(BlockProbe::Possible)).then(|| {
            view! {
                <form method="post" action=ProbeBlock::url()>
                    <button class="button">
                        <Icon name="refresh" />
                        {words::block::check(lang)}
                    </button>
                </form>
            }
        });
        view! {
            <div class="page-head" inert=inert>
                <div class="notice notice-warning">
                    <Icon name="warning" />
                    <div>
                        <p role="status">{words::block::since(lang, &words::full_time(lang, block.since))}</p>
                        <p>{advice}</p>
                        {check}
                    </div>
                </div>
            </div>
        }
    }
}
