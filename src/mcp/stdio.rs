//! The protocol over standard input and output.

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{QuitReason, RequestContext};
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};

use super::{Tools, tools};

/// A server of the tools.
#[derive(Clone, Debug)]
struct Server {
    tools: Tools,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let name = Implementation::new("ibid", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(name)
            .with_instructions(self.tools.instructions())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let listed: Result<Vec<Tool>, _> = tools().into_iter().map(serde_json::from_value).collect();
        let listed = listed.map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        Ok(ListToolsResult::with_all_items(listed))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tools = self.tools.clone();
        let name = request.name.to_string();
        let arguments = request.arguments.unwrap_or_default();
        // A search keeps a thread busy; the protocol must go on being answered.
        let called = tokio::task::spawn_blocking(move || tools.call(&name, arguments)).await;
        let outcome = called.map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        let Some(outcome) = outcome else {
            return Err(ErrorData::invalid_params(format!("there is no tool `{}`", request.name), None));
        };
        let content = vec![ContentBlock::text(outcome.text)];
        let result = if outcome.is_error { CallToolResult::error(content) } else { CallToolResult::success(content) };
        Ok(result.into())
    }
}

/// Answers on standard output what is asked on standard input, until that ends.
///
/// # Errors
/// The first message is none of the protocol; standard input or output fail.
pub fn serve(tools: Tools) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let ended = runtime.block_on(async {
        let running = Server { tools }.serve(rmcp::transport::stdio()).await.map_err(|error| error.to_string())?;
        running.waiting().await.map_err(|error| error.to_string())
    });
    // Standard input may be waited for still, which nobody will end.
    runtime.shutdown_background();
    match ended? {
        QuitReason::JoinError(error) => Err(error.to_string()),
        _ => Ok(()),
    }
}
